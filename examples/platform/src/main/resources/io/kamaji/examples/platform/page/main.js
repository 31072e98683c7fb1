/** Who is logged in, their teams, and the page that the address names: #/teams/red/clusters/shop. */
import * as api from './api.js';
import {fill, h} from './dom.js';
import {TeamPage} from './team.js';

const main = document.getElementById('main');
const me = await api.me();
let page = null;

fill(document.getElementById('user'), h('span', {}, me.name ?? me.user), 
  h('form', {method: 'post', action: '/logout'}, h('button', {class: 'quiet'}, 'Log out')));
fill(document.getElementById('teams'), h('ul', {}, me.teams.map(({name}) => h('li', {}, h('a', {href: address(name)}, name)))));

function address(team) {
  return `#/teams/${encodeURIComponent(team)}`;
}

function problem(title, text) {
  page?.close();
  page = null;
  fill(main, h('div', {class: 'empty'}, h('h1', {tabindex: '-1'}, title), h('p', {}, text)));
  main.querySelector('h1').focus();
}

async function route() {
  const [, team, cluster] = (/^#\/teams\/([^/]+)(?:\/clusters\/([^/]+))?$/.exec(location.hash) ?? []).map(part => part && decodeURIComponent(part));
  if (!team) {
    if (me.teams.length > 0) location.replace(address(me.teams[0].name));
    else problem('You are in no team yet', 'Teams come with your login, from its groups. Ask whoever runs this platform to put you into one, then log in again.');
    return;
  }
  for (const link of document.querySelectorAll('#teams a')) {
    if (link.hash === address(team)) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  try {
    if (page?.team.name !== team) {
      const next = await TeamPage.open(team);
      page?.close();
      page = next;
      fill(main, page.element);
      document.title = `${team} · Clusters`;
    }
    if (!await page.detail(cluster)) problem('Not found', `There is no cluster ${cluster} in team ${team}. It may have been deleted.`);
  } catch (error) {
    if (error.status === 404) problem('Not found', `There is no team ${team} for you. Your teams are above.`);
    else problem('That did not work', error.message);
  }
}

if (!location.hash) history.replaceState(null, '', api.wayBack() || '#/');
addEventListener('hashchange', route);
await route();
