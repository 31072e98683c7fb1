/** What would be done, before it is: objects, store steps, warnings, and the same as text. */
import {copyButton, h} from './dom.js';

const WORDS = {'+': 'create', '~': 'change', '-': 'delete', '.': 'wait'};
const SIGNS = {create: '+', update: '~', delete: '-', wait: '.'};
const TARGETS = {admin: 'In the admin cluster', tenant: 'In the cluster itself'};

export const nothing = plan => plan.creates + plan.changes + plan.deletes + plan.storeSteps + plan.waiting === 0;

export function planView(plan) {
  const sums = [['+', plan.creates], ['~', plan.changes], ['-', plan.deletes], ['.', plan.waiting]];
  return h('div', {class: 'plan'},
    h('ul', {class: 'sums', 'aria-label': 'Sum'}, sums.map(([sign, count]) =>
      h('li', {class: count ? `sign-${WORDS[sign]}` : 'none'}, h('b', {}, `${sign} ${count}`), sign === '.' ? ' waiting' : ` to ${WORDS[sign]}`)),
    h('li', {class: plan.storeSteps ? 'sign-store' : 'none'}, h('b', {}, plan.storeSteps), plan.storeSteps === 1 ? ' store step' : ' store steps')),
    lines('warnings', 'Mind', plan.warnings),
    lines('consequences', 'What follows', plan.consequences),
    h('div', {class: 'objects', tabindex: '0', role: 'group', 'aria-label': 'Objects'},
      Object.entries(TARGETS).map(([target, title]) => section(title, plan.objects.filter(object => object.target === target)))),
    h('details', {class: 'text'}, h('summary', {}, 'As text, with each field'), h('pre', {tabindex: '0'}, plan.text.split(/(?<=\n)/).map(painted))),
    copyButton('Copy as text', () => plan.text));
}

function lines(kind, title, texts) {
  return texts.length > 0 && h('div', {class: kind}, h('h3', {}, title), h('ul', {}, texts.map(text => h('li', {}, text))));
}

function section(title, objects) {
  return objects.length === 0 ? null : [h('h3', {}, title), h('ul', {}, objects.map(object => {
    const sign = SIGNS[object.action];
    return h('li', {},
      h('span', {class: `sign sign-${WORDS[sign]}`, 'aria-hidden': 'true'}, sign), h('span', {class: 'unseen'}, `${WORDS[sign]} `),
      h('span', {class: 'kind'}, object.kind), ' ', h('span', {class: 'name'}, object.name),
      object.waitingFor && h('span', {class: 'faint'}, ` waiting for ${object.waitingFor}`));
  }))];
}

function painted(line) {
  const [, sign] = /^ {2}([-+~.!*]) /.exec(line) ?? [];
  return sign ? h('span', {class: `sign-${WORDS[sign] ?? 'note'}`}, line) : line;
}
