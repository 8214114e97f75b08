import type { Lab } from '#lab/lab.ts';

export const signInStorm: Lab = {
  number: 5,
  name: 'sign-in-storm',
  title: 'Stop the refresh storm',
  pattern: 'server',
  minutes: 10,
  file: 'apps/legacy-proxy/src/medplum/renewal.ts',
  edits: [
    {
      replace: '    signingIn ??= signInOnce();\n    return signingIn;\n',
      by: '    // Lab 5: fifty callers at once are fifty sign-ins.\n    return signInOnce();\n',
    },
  ],
  fails: { step: 'Fifty requests at once cost one sign-in', saw: '50 sign-ins' },
  diagram: [
    { who: '50 browsers', colour: 'plain', holds: 'a session cookie each', sends: 'open a chart' },
    { who: 'legacy-proxy', colour: 'server', holds: 'client secret; one access token for all', sends: 'Bearer token' },
    { who: 'Medplum', colour: 'medplum', holds: 'a limit on sign-ins per minute' },
  ],
};
