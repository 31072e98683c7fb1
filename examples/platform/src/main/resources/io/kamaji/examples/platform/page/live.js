/** A team's clusters as they change. Where the connection is lost it is made again, and the page says since when it is not live. */
import * as api from './api.js';
import {fill, h} from './dom.js';
import {since} from './time.js';

const AGAIN = 3000; // ms, as a browser waits where the connection only broke

export class Live {
  /** @param clusters told what there is: put(cluster), drop(name), names() */
  constructor(team, clusters) {
    this.team = team;
    this.clusters = clusters;
    this.element = h('p', {class: 'live'}, 'Connecting…');
    this.connect();
  }

  connect() {
    if (this.ended) return;
    this.source = new EventSource(api.eventsOf(this.team));
    this.source.addEventListener('open', () => this.opened());
    this.source.addEventListener('error', () => this.broken());
    this.source.addEventListener('cluster', ({data}) => {
      const cluster = JSON.parse(data);
      this.seen.add(cluster.name);
      this.clusters.put(cluster);
    });
    this.source.addEventListener('gone', ({data}) => {
      const {name} = JSON.parse(data);
      this.seen.add(name);
      this.clusters.drop(name);
    });
    this.seen = new Set();
  }

  async opened() {
    this.lost = null;
    this.seen = new Set();
    const before = this.clusters.names();
    this.element.className = 'live on';
    fill(this.element, 'Live');
    // what went while nobody listened is told by no event
    const there = await api.clusters(this.team).catch(() => null);
    const kept = name => this.seen.has(name) || there.some(cluster => cluster.name === name);
    if (there) before.filter(name => !kept(name)).forEach(name => this.clusters.drop(name));
  }

  broken() {
    if (!this.lost) {
      this.lost = new Date(api.now()).toISOString();
      this.element.className = 'live off';
      fill(this.element, 'Not live, connecting again, ', since(this.lost));
    }
    if (this.source.readyState === EventSource.CLOSED) { // an answer that was none: is there still a session?
      this.again = setTimeout(() => api.me().then(() => this.connect(), () => this.broken()), AGAIN);
    }
  }

  close() {
    this.ended = true;
    clearTimeout(this.again);
    this.source.close();
  }
}
