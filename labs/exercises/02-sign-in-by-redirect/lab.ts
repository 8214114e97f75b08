import type { Lab } from '#lab/lab.ts';

export const signInByRedirect: Lab = {
  number: 2,
  name: 'sign-in-by-redirect',
  title: 'Sign in by redirect',
  pattern: 'client',
  minutes: 10,
  file: 'apps/spa-client/src/medplum/code-flow.ts',
  edits: [
    {
      replace: "        code_challenge: codeChallenge,\n        code_challenge_method: 'S256',\n",
      by: '        // Lab 2: bind the code to this tab (PKCE). `codeChallenge` is ready; Medplum also has to know its method.\n',
    },
  ],
  fails: { step: 'The question to Medplum can be finished by this tab alone', saw: 'has no code_challenge' },
  diagram: [
    { who: 'Maya', colour: 'plain', holds: 'her password, typed at Medplum alone', sends: 'opens the app' },
    {
      who: 'Browser, spa-client',
      colour: 'client',
      holds: 'code_verifier, then Maya’s access token',
      sends: 'code + code_verifier',
    },
    { who: 'Medplum', colour: 'medplum', holds: 'Maya’s password, the code_challenge, her AccessPolicy' },
  ],
};
