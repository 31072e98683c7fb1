/** The deletion of a cluster: its plan, and its name typed. */
import * as api from './api.js';
import {during, fill, h} from './dom.js';
import {alarm, Dialog} from './dialog.js';
import {planView} from './plan.js';

export async function openDeletion(team, name, done) {
  const plan = await api.deletionPlan(team, name);
  const dialog = new Dialog('sheet', `Delete ${name}`);
  const failed = h('div');
  const typed = h('input', {
    id: 'typed', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false',
    input: () => { button.disabled = typed.value !== name; },
  });
  const button = h('button', {class: 'main danger', disabled: true}, `Delete ${name}`);
  const form = h('form', {
    submit: event => {
      event.preventDefault();
      during(button, async () => {
        try {
          await api.remove(team, name);
          dialog.close();
          done();
        } catch (error) {
          fill(failed, alarm(error));
        }
      });
    },
  },
  h('p', {}, 'The cluster goes with all that is in it. There is no way back.'),
  planView(plan),
  h('div', {class: 'field'}, h('label', {for: 'typed'}, 'Type ', h('code', {}, name), ' to delete it'), typed),
  failed,
  h('footer', {}, h('button', {type: 'button', click: () => dialog.close()}, 'Keep it'), button));
  dialog.show(`Delete ${name}`, form);
}
