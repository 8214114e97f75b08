import type { Lab } from '#lab/lab.ts';

export const firstToken: Lab = {
  number: 1,
  name: 'first-token',
  title: 'Your first token',
  pattern: 'device',
  minutes: 8,
  file: 'apps/device-agent/src/medplum/credential.ts',
  edits: [
    {
      replace: 'signIn: (client) => client.startClientLogin(clientId, secret),',
      by: `signIn: async (client) => {
    // Lab 1: show Medplum who this machine is. Its id and its secret are in \`clientId\` and \`secret\`.
  },`,
    },
  ],
  fails: { step: 'The machine asks Medplum for a token', saw: 'No request came to POST /oauth2/token' },
  diagram: [
    { who: 'Analyzer', colour: 'plain', holds: 'nothing', sends: 'results' },
    {
      who: 'device-agent',
      colour: 'device',
      holds: 'client secret; the access token, in memory',
      sends: 'Bearer token',
    },
    { who: 'Medplum', colour: 'medplum', holds: 'the ClientApplication and its AccessPolicy' },
  ],
};
