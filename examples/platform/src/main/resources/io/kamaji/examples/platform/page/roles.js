/** What each role may do. The service decides; the page only shows nobody a button that would be refused. */

const ROLES = ['view', 'create', 'operate'];

export const MAY = {
  view: 'you may look',
  create: 'you may create and delete',
  operate: 'you may create, delete and get in',
};

/** Whether the user's role in a team includes another. */
export const may = ({role}, other) => ROLES.indexOf(role) >= ROLES.indexOf(other);
