/** The clusters of a team, a line each. A line is changed in place, so that neither focus nor layout jumps. */
import {fill, h, say} from './dom.js';
import {since} from './time.js';
import {shape, statusOf, versions} from './status.js';

class Line {
  constructor(team, name) {
    this.name = h('a', {href: `#/teams/${encodeURIComponent(team)}/clusters/${encodeURIComponent(name)}`}, name);
    this.cells = Object.fromEntries(
      ['status', 'version', 'shape', 'store', 'endpoint'].map(cell => [cell, h('div', {class: cell})]));
    this.by = h('span', {class: 'faint'});
    this.element = h('li', {class: 'cluster', 'data-name': name},
      h('h3', {}, this.name, this.by), Object.values(this.cells));
    this.shown = {};
  }

  show(cluster) {
    const {word, tone, text} = statusOf(cluster);
    this.put('status', [tone, word, text, cluster.since], () => [
      h('span', {class: `pill ${tone}`}, word), ' ', since(cluster.since), h('span', {class: 'waiting', title: text || null}, text)]);
    this.put('version', [versions(cluster)], text => [h('span', {class: 'label'}, 'Kubernetes '), text]);
    this.put('shape', [shape(cluster)], text => text);
    this.put('store', [cluster.dataStore ?? 'not placed yet'], text => [h('span', {class: 'label'}, 'in '), text]);
    this.put('endpoint', [cluster.endpoint ?? 'no address yet'], text => text);
    this.by.textContent = `by ${cluster.createdBy}`;
    const before = this.word;
    this.word = word;
    if (before && before !== word) say(`${cluster.name} is ${word.toLowerCase()}.`);
  }

  put(cell, values, content) {
    const key = JSON.stringify(values);
    if (this.shown[cell] === key) return;
    this.shown[cell] = key;
    fill(this.cells[cell], content(...values));
  }
}

export class Clusters {
  /** @param empty what is shown while there are none */
  constructor(team, empty) {
    this.team = team;
    this.lines = new Map();
    this.known = new Map();
    this.list = h('ul', {class: 'clusters', 'aria-label': `Clusters of ${team}`});
    this.empty = empty;
    this.element = h('div', {}, this.list, this.empty);
    this.settle();
  }

  get(name) {
    return this.known.get(name);
  }

  names() {
    return [...this.known.keys()];
  }

  put(cluster) {
    const {name} = cluster;
    this.known.set(name, cluster);
    if (!this.lines.has(name)) {
      const line = new Line(this.team, name);
      const next = [...this.lines.entries()].filter(([other]) => other > name).sort(([a], [b]) => (a < b ? -1 : 1))[0];
      this.list.insertBefore(line.element, next?.[1].element ?? null);
      this.lines.set(name, line);
      this.settle();
    }
    this.lines.get(name).show(cluster);
  }

  drop(name) {
    if (!this.known.delete(name)) return;
    this.lines.get(name).element.remove();
    this.lines.delete(name);
    this.settle();
    say(`${name} is gone.`);
  }

  settle() {
    this.list.hidden = this.lines.size === 0;
    this.empty.hidden = this.lines.size > 0;
  }
}
