import type { Lab } from '#lab/lab.ts';

export const formOnAnotherSite: Lab = {
  number: 7,
  name: 'form-on-another-site',
  title: 'A form on another site',
  pattern: 'server',
  minutes: 10,
  file: 'apps/legacy-proxy/src/middleware/same-origin.ts',
  edits: [
    {
      replace: '(claims.length > 0 && claims.every(Boolean))',
      by: 'claims.length >= 0 /* Lab 7: whatever the request claims, it passes */',
    },
  ],
  fails: { step: 'A form on another site changes nothing', saw: 'was taken' },
  diagram: [
    {
      who: 'Another site',
      colour: 'attack',
      holds: 'nothing, but a form that sends itself',
      sends: 'makes the browser send',
    },
    { who: 'Kim’s browser', colour: 'plain', holds: 'Kim’s session cookie', sends: 'POST, with or without the cookie' },
    { who: 'legacy-proxy', colour: 'server', holds: 'the token for Medplum' },
  ],
};
