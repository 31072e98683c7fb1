/** The form for a new cluster, or for a change of one: what is wished, then the plan of it, then it is done. */
import * as api from './api.js';
import {during, fill, h} from './dom.js';
import {alarm, Dialog} from './dialog.js';
import {field, Fields} from './fields.js';
import {nothing, planView} from './plan.js';
import {plain} from './status.js';

const SIZES = {
  idle: 'no nodes yet', small: 'to 10 nodes and 300 pods', medium: 'to 50 nodes and 1,500 pods', large: 'to 200 nodes and 6,000 pods',
};

function fieldsOf(team, cluster) {
  const sizes = team.sizes.map(size => [size, SIZES[size] ? `${size}, ${SIZES[size]}` : size]);
  const versions = [...new Set([cluster?.wantedVersion, ...team.versions].filter(Boolean))].map(version => [version, plain(version)]);
  const newest = versions.map(([version]) => version).sort((a, b) => b.localeCompare(a, 'en', {numeric: true}))[0];
  return new Fields([
    field('name', 'Name', {value: cluster?.name, fixed: Boolean(cluster), hint: cluster ? '' : 'Lower-case letters, digits, dashes. It stays.'}),
    field('version', 'Kubernetes', {choices: versions, value: cluster?.wantedVersion ?? newest}),
    field('replicas', 'Replicas', {type: 'number', value: cluster?.replicas ?? 2, hint: 'Two survive the loss of a node, none is asleep.'}),
    field('size', 'Size', {choices: sizes, value: cluster?.size ?? 'small', hint: 'What its control plane asks of the admin cluster.'}),
  ], [
    field('hostName', 'Host name', {value: cluster?.hostName, hint: 'A name of your own for its API.'}),
    field('sleep', 'Sleeps', {value: cluster?.sleep, hint: 'When it falls asleep; when it wakes; whose clock: 0 20 * * 1-5; 0 7 * * 1-5; Europe/Rome'}),
    field('economy', 'Economy: slower under load, cheaper when idle', {type: 'checkbox', value: cluster?.economy}),
  ]);
}

/** @param cluster the one that is to change; none for a new one */
export function openWish(team, cluster, done) {
  const dialog = new Dialog('sheet', '');
  const fields = fieldsOf(team, cluster);
  const wrong = h('div', {role: 'alert'});
  const button = h('button', {class: 'main'}, 'Show the plan');
  const form = h('form', {
    novalidate: true, // the service says everything that is wrong, at once
    submit: event => {
      event.preventDefault();
      during(button, showPlan);
    },
  }, wrong, fields.element, h('footer', {}, h('span', {class: 'faint'}, 'Nothing is made before you have seen the plan.'), button));

  function showForm(focus) {
    dialog.show(cluster ? `Change ${cluster.name}` : `New cluster of ${team.name}`, form);
    focus?.focus();
  }

  async function showPlan(note) {
    const wish = fields.values();
    try {
      const plan = await api.plan(team.name, wish);
      refuse([]);
      showDecision(wish, plan, note);
    } catch (error) {
      refuse(error.violations, error);
    }
  }

  /** Each violation at its field, those of no field above the form. */
  function refuse(violations, error) {
    const {first, others} = fields.refuse(violations);
    fill(wrong,
      error && violations.length === 0 && h('p', {class: 'alarm'}, error.message),
      others.length > 0 && h('ul', {class: 'alarm'}, others.map(({path, value, message}) =>
        h('li', {}, h('code', {}, path), value === null || value === undefined ? ' ' : ` ${JSON.stringify(value)} `, message))));
    if (error && !form.isConnected) showForm();
    if (error) first?.focus();
  }

  function showDecision(wish, plan, note) {
    const failed = h('div');
    const doIt = h('button', {
      class: 'main', type: 'button', disabled: nothing(plan),
      click: () => during(doIt, async () => {
        try {
          done(await api.put(team.name, wish, plan.key));
          dialog.close();
        } catch (error) {
          if (error.status === 409) await showPlan('Something moved since this plan was shown. This is the plan as it is now.');
          else if (error.violations.length > 0) refuse(error.violations, error);
          else fill(failed, alarm(error));
        }
      }),
    }, cluster ? `Change ${wish.name}` : `Create ${wish.name}`);
    dialog.show(cluster ? `What changes with ${wish.name}` : `What ${wish.name} is made of`,
      note && h('p', {class: 'alarm', role: 'alert'}, note),
      nothing(plan) && h('p', {}, 'Nothing would change: the cluster is as you wish it.'),
      planView(plan), failed,
      h('footer', {}, h('button', {type: 'button', click: () => showForm()}, 'Back'), doIt));
  }

  showForm(fields.firstFree);
}
