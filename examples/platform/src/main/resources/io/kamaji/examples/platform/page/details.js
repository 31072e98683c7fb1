/** One cluster: how it is, how to reach it, what it costs, and what can be done with it. */
import * as api from './api.js';
import {copyButton, during, fill, h, term} from './dom.js';
import {alarm, Dialog} from './dialog.js';
import {openDeletion} from './deletion.js';
import {openWish} from './wish.js';
import {may} from './roles.js';
import {at, since, until} from './time.js';
import {plain, shape, statusOf, versions} from './status.js';

export class Details {
  constructor(team, cluster, closed) {
    this.team = team;
    this.cluster = cluster;
    this.dialog = new Dialog('drawer', cluster.name, closed);
    this.state = h('div', {class: 'state'});
    this.facts = h('dl', {class: 'facts'});
    this.conditions = h('ul', {class: 'conditions'});
    this.cost = h('dl', {class: 'facts'}, term('Cost', 'being looked up'));
    this.given = h('div', {class: 'given'});
    this.actions = h('div', {class: 'actions'}, this.buttons());
    this.dialog.show(cluster.name, this.state, this.actions, this.given, this.facts,
      h('h3', {}, 'Cost'), this.cost, h('h3', {}, 'Conditions'), this.conditions);
    this.show(cluster);
  }

  buttons() {
    const {name} = this.cluster;
    const action = (label, work, kind = '') => h('button', {
      type: 'button', class: kind, click: ({currentTarget}) => during(currentTarget, () => this.attempt(work)),
    }, label);
    return [
      may(this.team, 'operate') && action('Kubeconfig for an hour', () => this.giveKubeconfig(), 'main'),
      may(this.team, 'operate') && action('Join line', () => this.giveJoinLine()),
      may(this.team, 'create') && action('Change', () => openWish(this.team, this.cluster, changed => this.show(changed))),
      may(this.team, 'create') && action('Delete', () => openDeletion(this.team.name, name, () => this.dialog.close()), 'danger'),
    ];
  }

  async attempt(work) {
    try {
      await work();
    } catch (error) {
      fill(this.given, alarm(error));
    }
  }

  show(cluster) {
    this.cluster = cluster;
    const {word, tone, text} = statusOf(cluster);
    const key = JSON.stringify([word, text, cluster]);
    if (this.shown === key) return;
    this.shown = key;
    if (this.word !== word) this.lookUpCost(); // one that has just become ready costs something else
    this.word = word;
    fill(this.state, h('span', {class: `pill ${tone}`}, word), ' ', since(cluster.since), h('p', {class: 'waiting'}, text));
    fill(this.facts,
      term('Kubernetes', versions(cluster)),
      term('Shape', shape(cluster)),
      term('API', ...(cluster.endpoint ? [h('code', {}, cluster.endpoint), copyButton('Copy', () => cluster.endpoint)] : ['no address yet'])),
      term('Datastore', cluster.dataStore ?? 'not placed yet'),
      term('Created', `by ${cluster.createdBy}`, at(cluster.createdAt)));
    fill(this.conditions, cluster.conditions.map(condition => h('li', {class: condition.status.toLowerCase()},
      h('b', {}, condition.type), ' ', h('span', {class: 'is'}, condition.status), ' ', since(condition.since),
      h('p', {}, condition.message || condition.reason))));
    if (cluster.conditions.length === 0) fill(this.conditions, h('li', {}, 'Nothing is known of it yet.'));
    for (const button of this.actions.children) button.disabled = cluster.deleting;
  }

  async lookUpCost() {
    try {
      const {millicores, memoryMiB, storeBytes, storeKeys, requests, limits, unknown} = await api.cost(this.team.name, this.cluster.name);
      fill(this.cost,
        term('Processor', amount(unit(millicores, 'm'), requests.cpu, limits.cpu)),
        term('Memory', amount(unit(memoryMiB, 'Mi'), requests.memory, limits.memory)),
        term('Store', storeBytes === null ? null : `${Math.ceil(storeBytes / 1024).toLocaleString()} KiB, ${(storeKeys ?? 0).toLocaleString()} keys`),
        unknown.map(reason => h('div', {class: 'faint'}, reason)));
    } catch (error) {
      fill(this.cost, h('div', {}, error.message));
    }
  }

  async giveKubeconfig() {
    const {file, text} = await api.kubeconfig(this.team.name, this.cluster.name);
    const url = URL.createObjectURL(new Blob([text], {type: 'application/yaml'}));
    h('a', {href: url, download: file}).click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
    const expires = new Date(api.now() + 3600000).toISOString();
    this.give('Kubeconfig', `kubectl --kubeconfig ~/Downloads/${file} get namespaces`,
      `${file} is in your downloads, good `, until(expires), '. It is yours: what is done with it is recorded under your name.');
  }

  async giveJoinLine() {
    const {line, expires} = await api.join(this.team.name, this.cluster.name);
    this.give('Join line', line, 'Run it as root on a machine with kubeadm and kubelet ', plain(this.cluster.wantedVersion), '. It is good ', until(expires), '.');
  }

  give(title, line, ...explained) {
    const heading = h('h3', {tabindex: '-1'}, title);
    fill(this.given, heading, h('p', {}, explained), h('pre', {tabindex: '0'}, line), copyButton('Copy', () => line));
    heading.focus();
  }
}

/** "uses 84m, 250m are kept for it, at most 1". */
const amount = (used, requested, limit) =>
  [used && `uses ${used}`, requested && `${requested} kept for it`, limit && `at most ${limit}`].filter(Boolean).join(', ') || null;
const unit = (number, sign) => (number === null || number === undefined ? null : number.toLocaleString() + sign);
