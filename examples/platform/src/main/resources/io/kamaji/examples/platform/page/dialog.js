/** A modal dialog of one or more steps. The browser keeps the focus within, and gives it back when the dialog closes. */
import {fill, h} from './dom.js';

let count = 0;

export class Dialog {
  /** @param kind its class: sheet or drawer */
  constructor(kind, title, closed = () => {}) {
    this.title = h('h2', {id: `dialog-${++count}`, tabindex: '-1', autofocus: true}, title);
    this.body = h('div', {class: 'body'});
    this.element = h('dialog', {
      class: kind,
      'aria-labelledby': this.title.id,
      closedby: kind === 'drawer' ? 'any' : 'closerequest', // what was typed into a sheet is not lost by a click beside it
      close: () => {
        this.element.remove();
        if (document.activeElement === document.body) document.getElementById('main').focus(); // its opener is gone
        closed();
      },
    },
    h('header', {}, this.title,
      h('button', {type: 'button', class: 'quiet close', 'aria-label': 'Close', click: () => this.close()}, '✕')),
    this.body);
    document.body.append(this.element);
    this.element.showModal();
  }

  /** The next step: a reader hears its title. */
  show(title, ...content) {
    this.title.textContent = title;
    fill(this.body, content);
    this.body.scrollTop = 0;
    this.title.focus();
  }

  get open() {
    return this.element.open;
  }

  close() {
    this.element.close();
  }
}

/** What went wrong, in words; a screen reader hears it at once. */
export function alarm(error) {
  return h('p', {class: 'alarm', role: 'alert'}, error.message);
}
