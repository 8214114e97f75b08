import type { Lab } from '#lab/lab.ts';

export const nothingTwice: Lab = {
  number: 11,
  name: 'nothing-twice',
  title: 'Nothing twice',
  pattern: 'device',
  minutes: 8,
  file: 'apps/device-agent/src/fhir/store-resource.ts',
  edits: [
    {
      replace: 'client.createResourceIfNoneExist(resource, ownQuery(resource)),',
      by: 'client.createResource(resource), // Lab 11: sent again after a lost answer, it is there twice.',
    },
  ],
  fails: { step: 'A result whose answer was lost is sent again, and is there once', saw: '2 Observations' },
  diagram: [
    { who: 'device-agent', colour: 'device', holds: 'a result that may have arrived', sends: 'the same result again' },
    { who: 'The network', colour: 'attack', holds: 'the answer, for ever', sends: 'the request alone' },
    { who: 'Medplum', colour: 'medplum', holds: 'one result, or two' },
  ],
};
