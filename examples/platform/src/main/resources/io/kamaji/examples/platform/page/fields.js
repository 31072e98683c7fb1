/** The fields of a form: each with its label, its hint, and what is wrong with it. */
import {h} from './dom.js';

class Field {
  constructor(name, label, {type = 'text', value, hint, choices, fixed = false}) {
    this.name = name;
    this.type = type;
    const described = `${name}-hint ${name}-wrong`;
    const common = {id: name, name, 'aria-describedby': described};
    this.input = choices
      ? h('select', common, choices.map(([choice, text]) => h('option', {value: choice, selected: choice === value}, text)))
      : h('input', {
        ...common, type, readonly: fixed, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false',
        ...(type === 'checkbox' ? {checked: Boolean(value)} : {value: value ?? ''}), ...(type === 'number' ? {min: 0, max: 9} : {}),
      });
    this.wrong = h('p', {class: 'wrong', id: `${name}-wrong`});
    const parts = [h('label', {for: name}, label), this.input];
    this.element = h('div', {class: `field ${type}`},
      type === 'checkbox' ? parts.reverse() : parts, h('p', {class: 'hint', id: `${name}-hint`}, hint ?? ''), this.wrong);
  }

  /** Left out where it is empty; what is no number is sent as it was typed, so that the service says what is wrong with it. */
  value() {
    const {value, checked, validity} = this.input;
    if (this.type === 'checkbox') return checked || undefined;
    if (this.type === 'number') return value === '' || validity.badInput ? undefined : Number(value);
    return value.trim() || undefined;
  }

  refuse(violations) {
    this.wrong.textContent = violations.map(({message}) => message).join('; ');
    this.input.setAttribute('aria-invalid', violations.length > 0);
  }
}

export const field = (...description) => new Field(...description);

export class Fields {
  /** @param rarely those that few need, folded away */
  constructor(always, rarely) {
    this.all = [...always, ...rarely];
    this.more = h('details', {open: rarely.some(each => each.value() !== undefined)},
      h('summary', {}, 'More'), rarely.map(({element}) => element));
    this.element = h('div', {class: 'fields'}, always.map(({element}) => element), this.more);
    this.firstFree = this.all.map(({input}) => input).find(({readOnly}) => !readOnly);
  }

  values() {
    return Object.fromEntries(this.all.map(each => [each.name, each.value()]).filter(([, value]) => value !== undefined));
  }

  /** @returns the first input that is wrong, and the violations that belong to none */
  refuse(violations) {
    for (const each of this.all) each.refuse(violations.filter(({path}) => path === each.name));
    const wrong = this.all.filter(({wrong: {textContent}}) => textContent);
    if (wrong.some(({element}) => this.more.contains(element))) this.more.open = true;
    return {first: wrong[0]?.input, others: violations.filter(({path}) => this.all.every(({name}) => name !== path))};
  }
}
