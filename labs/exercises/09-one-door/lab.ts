import type { Lab } from '#lab/lab.ts';

const own = '"criteria": "Observation?device=Device/0000000a-0000-4000-8000-000000000001",\n        ';

export const oneDoor: Lab = {
  number: 9,
  name: 'one-door',
  title: 'A key that opens one door',
  pattern: 'device',
  minutes: 10,
  file: 'packages/demo-project/data/access-policies.json',
  edits: [{ replace: own, by: '' }],
  fails: { step: 'The key writes no result of another analyzer', saw: '201' },
  diagram: [
    { who: 'A thief', colour: 'attack', holds: 'the disk of the analyzer’s computer', sends: 'client secret' },
    { who: 'device-agent', colour: 'device', holds: 'client secret, access token', sends: 'Bearer token' },
    { who: 'Medplum', colour: 'medplum', holds: 'the AccessPolicy "Chem-200 analyzer"' },
  ],
};
