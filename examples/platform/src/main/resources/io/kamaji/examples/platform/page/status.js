/** How a cluster is, in a word, a tone and a sentence. */

const TONES = {
  Ready: 'good', Sleeping: 'idle',
  Requested: 'busy', Provisioning: 'busy', Upgrading: 'busy', Migrating: 'busy', Deleting: 'busy',
  WriteLimited: 'warn', Unknown: 'warn', NotReady: 'bad',
};

/** @returns {{word: string, tone: string, text: string}} text is empty where nothing is waited for */
export function statusOf({phase, deleting, waitingFor}) {
  const said = deleting ? 'Deleting' : phase;
  return {
    word: said.replace(/(?<=[a-z])[A-Z]/g, letter => ` ${letter.toLowerCase()}`),
    tone: TONES[said] ?? 'warn',
    text: waitingFor ? waitingFor.replace(/^(?!waiting for )/, 'waiting for ') : '',
  };
}

/** As people write it: without the v of image tags. */
export const plain = version => version?.replace(/^v/, '');

/** The version, and the one that is on its way. */
export function versions({version, wantedVersion}) {
  return version && version !== wantedVersion ? `${plain(version)} → ${plain(wantedVersion)}` : plain(wantedVersion);
}

/** "2 replicas, small". */
export function shape({replicas, size}) {
  return [`${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`, size].filter(Boolean).join(', ');
}
