import type { Lab } from '#lab/lab.ts';

export const nobodyAsked: Lab = {
  number: 4,
  name: 'nobody-asked',
  title: 'An answer that nobody asked for',
  pattern: 'client',
  minutes: 8,
  file: 'apps/spa-client/src/medplum/code-flow.ts',
  edits: [
    {
      replace: 'oauth.validateAuthResponse(server, client, answer, state)',
      by: 'oauth.validateAuthResponse(server, client, answer, oauth.skipStateCheck)',
    },
  ],
  fails: { step: 'A stranger’s code is sent nowhere', saw: 'sent it to Medplum' },
  diagram: [
    {
      who: 'A stranger',
      colour: 'attack',
      holds: 'a code for an account of the stranger’s own',
      sends: 'a link to /callback',
    },
    { who: 'Maya’s browser', colour: 'client', holds: 'the state of the sign-in that Maya began', sends: 'the code?' },
    { who: 'Medplum', colour: 'medplum', holds: 'both accounts' },
  ],
};
