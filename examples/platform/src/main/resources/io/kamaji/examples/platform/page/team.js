/** The page of one team: its boundary, its clusters as they change, and one of them in detail. */
import * as api from './api.js';
import {fill, h, say} from './dom.js';
import {Boundary} from './boundary.js';
import {Clusters} from './clusters.js';
import {Details} from './details.js';
import {Live} from './live.js';
import {MAY, may} from './roles.js';
import {openWish} from './wish.js';

export class TeamPage {
  /** @throws Problem 404 where there is none such for this user */
  static async open(name) {
    const [team, clusters] = await Promise.all([api.teamNamed(name), api.clusters(name)]);
    return new TeamPage(team, clusters);
  }

  constructor(team, clusters) {
    this.boundary = new Boundary();
    this.create = h('button', {type: 'button', class: 'main', click: () => openWish(this.team, null, cluster => this.created(cluster))}, 'New cluster');
    this.full = h('p', {class: 'faint'});
    this.clusters = new Clusters(team.name, h('div', {class: 'empty'}, h('h3', {}, 'No clusters yet'), h('p', {}, !may(team, 'create')
      ? 'You may look at this team’s clusters. Somebody who may create them makes the first.'
      : 'Make the first one with “New cluster”. You see the plan before anything is made.')));
    this.live = new Live(team.name, this);
    this.title = h('h1', {tabindex: '-1'}, team.name);
    this.element = h('div', {class: 'team'},
      h('div', {class: 'head'}, this.title, h('span', {class: 'faint role'}, MAY[team.role]), this.live.element, this.create),
      this.full, this.boundary.element, h('h2', {class: 'unseen'}, 'Clusters'), this.clusters.element);
    this.show(team);
    clusters.forEach(cluster => this.clusters.put(cluster));
  }

  show(team) {
    this.team = team;
    this.boundary.show(team);
    const {used, most} = team.tenants;
    const full = most !== null && used >= most;
    this.create.hidden = !may(team, 'create');
    this.create.disabled = full;
    this.full.textContent = full ? `All ${most} clusters of this team are used: delete one, or ask for more.` : '';
  }

  /** Told by Live. */
  put(cluster) {
    const isNew = !this.clusters.get(cluster.name);
    this.clusters.put(cluster);
    if (this.details?.cluster.name === cluster.name) this.details.show(cluster);
    if (isNew) this.refresh();
  }

  drop(name) {
    if (!this.clusters.get(name)) return;
    this.clusters.drop(name);
    if (this.details?.cluster.name === name) this.details.dialog.close();
    this.refresh();
  }

  names() {
    return this.clusters.names();
  }

  async refresh() {
    this.show(await api.teamNamed(this.team.name).catch(() => this.team));
  }

  created(cluster) {
    this.put(cluster);
    say(`${cluster.name} is being created.`);
    location.hash = `#/teams/${encodeURIComponent(this.team.name)}/clusters/${encodeURIComponent(cluster.name)}`;
  }

  /** Shows a cluster in detail; nothing for none. False where there is none such; one that is new may not have been told of yet. */
  async detail(name) {
    if (this.details?.cluster.name === name) return true;
    this.details?.dialog.close();
    this.details = null;
    if (!name) return true;
    if (!this.clusters.get(name)) (await api.clusters(this.team.name)).forEach(cluster => this.put(cluster));
    const cluster = this.clusters.get(name);
    if (!cluster) return false;
    const details = new Details(this.team, cluster, () => {
      if (this.details !== details) return;
      this.details = null;
      location.hash = `#/teams/${encodeURIComponent(this.team.name)}`;
    });
    this.details = details;
    return true;
  }

  close() {
    this.live.close();
    const details = this.details;
    this.details = null;
    details?.dialog.close();
  }
}
