/** What a team may have, and how much of it is left. */
import {fill, h, term} from './dom.js';
import {plain} from './status.js';

export class Boundary {
  constructor() {
    this.element = h('section', {class: 'boundary', 'aria-label': 'What this team may have'});
  }

  show({tenants: {used, most}, versions, sizes, dataStores, boundary}) {
    const opened = this.element.querySelector('details')?.open ?? false;
    fill(this.element,
      h('dl', {},
        term('Clusters', most === null ? `${used}, no limit` : [`${used} of ${most}`,
          h('meter', {min: 0, max: most, value: used, high: most - 0.5, 'aria-label': `${used} of ${most} clusters used`})]),
        term('Kubernetes', versions.length ? span(versions.map(plain)) : null),
        term('Sizes', sizes.join(', ')),
        term('Datastores', dataStores.length ? dataStores.map(({name, tenants}) =>
          h('span', {class: 'store'}, name, h('span', {class: 'faint'}, ` ${tenants} ${tenants === 1 ? 'cluster' : 'clusters'}`))) : null)),
      h('details', {open: opened}, h('summary', {}, 'All that is allowed'), h('pre', {tabindex: '0'}, boundary)));
  }
}

/** "1.35.4 to 1.37.2": the oldest and the newest. */
function span(versions) {
  const sorted = [...versions].sort((a, b) => a.localeCompare(b, 'en', {numeric: true}));
  return sorted.length === 1 ? sorted[0] : `${sorted[0]} to ${sorted.at(-1)}`;
}
