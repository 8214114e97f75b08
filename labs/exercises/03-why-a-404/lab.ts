import type { Lab } from '#lab/lab.ts';

export const whyA404: Lab = {
  number: 3,
  name: 'why-a-404',
  title: 'Why did I get a 404?',
  pattern: 'client',
  minutes: 10,
  file: 'packages/demo-project/data/access-policies.json',
  edits: [
    {
      replace: '"criteria": "Patient?_compartment=%patient"',
      by: '"criteria": "Patient?general-practitioner=%patient"',
    },
  ],
  fails: { step: 'Sam opens his own record', saw: '404' },
  diagram: [
    { who: 'Sam', colour: 'plain', holds: 'his password', sends: 'opens the app' },
    { who: 'Browser, spa-client', colour: 'client', holds: 'Sam’s access token', sends: 'Bearer token' },
    { who: 'Medplum', colour: 'medplum', holds: 'Sam’s AccessPolicy, which decides what there is for him' },
  ],
};
