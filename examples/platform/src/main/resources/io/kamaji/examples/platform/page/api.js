/** The service's REST API. What goes wrong is a Problem; without a session the page goes to log in. */

export class Problem extends Error {
  /** @param status 0 where nobody answered */
  constructor(status, {title, detail, violations} = {}) {
    super(detail || title || `The platform answered with ${status}.`);
    this.status = status;
    this.violations = violations ?? [];
  }
}

let ahead = 0;

/** The server's clock, which all times of clusters are told by. */
export const now = () => Date.now() + ahead;

/** Where to go back to once somebody has logged in: the address within the page. */
const BACK = 'back';

async function call(method, path, body) {
  const headers = {};
  if (method !== 'GET') headers['X-Kamaji'] = '1'; // which no form of another site can send
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let response;
  try {
    response = await fetch(path, {method, headers, body: body && JSON.stringify(body)});
  } catch {
    throw new Problem(0, {detail: 'The platform does not answer. Try again in a moment.'});
  }
  const date = Date.parse(response.headers.get('Date'));
  if (Math.abs(date - Date.now()) > 2000) ahead = date - Date.now();
  if (response.status === 401) {
    sessionStorage.setItem(BACK, location.hash);
    location.assign('/login');
    await new Promise(() => {}); // the page is being left
  }
  if (!response.ok) throw new Problem(response.status, await response.json().catch(() => ({})));
  return response;
}

const json = async (...request) => (await call(...request)).json();
const team = name => `/api/teams/${encodeURIComponent(name)}`;
const cluster = (of, name) => `${team(of)}/clusters/${encodeURIComponent(name)}`;

export const me = () => json('GET', '/api/me');
export const teamNamed = name => json('GET', team(name));
export const clusters = async of => (await json('GET', `${team(of)}/clusters`)).clusters;
export const eventsOf = of => `${team(of)}/events`;
export const plan = (of, wish) => json('POST', `${team(of)}/plan`, wish);
export const put = (of, wish, planKey) => json('PUT', cluster(of, wish.name), {wish, planKey});
export const deletionPlan = (of, name) => json('POST', `${cluster(of, name)}/deletion-plan`);
export const remove = (of, name) => call('DELETE', cluster(of, name));
export const join = (of, name) => json('POST', `${cluster(of, name)}/join`);
export const cost = (of, name) => json('GET', `${cluster(of, name)}/cost`);

/** Where the user was going before the login; once. */
export function wayBack() {
  const hash = sessionStorage.getItem(BACK);
  sessionStorage.removeItem(BACK);
  return hash;
}

/** A new kubeconfig and the name of the file it is for. */
export async function kubeconfig(of, name) {
  const response = await call('POST', `${cluster(of, name)}/kubeconfig`);
  const [, file] = /filename="?([^";]+)"?/.exec(response.headers.get('Content-Disposition') ?? '') ?? [];
  return {file: file ?? `${name}.kubeconfig`, text: await response.text()};
}
