import type { MedplumClient } from '@medplum/core';
import { expect, test } from 'vitest';
import { readAccount } from './read-account.ts';

const patient = { resourceType: 'Patient', criteria: 'Patient?_compartment=%patient', interaction: ['read', 'search'] };
const rules = [
  patient,
  { resourceType: 'Observation', readonly: true },
  { resourceType: 'DocumentReference' },
  { resourceType: 'MyPatient' },
];

test.each([
  [
    'several policies',
    {
      profile: { resourceType: 'Practitioner', id: '1' },
      accessPolicy: { name: 'made of both', basedOn: [{ display: 'Nurse' }, { reference: 'AccessPolicy/2' }] },
    },
    { profile: 'Practitioner/1', policy: 'Nurse, AccessPolicy/2', rules: ['everything: no policy'] },
  ],
  [
    'rules',
    { profile: { resourceType: 'Practitioner', id: '1' }, accessPolicy: { name: 'Nurse', resource: rules } },
    {
      policy: 'Nurse',
      rules: [
        'Patient: read, search, where Patient?_compartment=%patient',
        'Observation: read and search',
        'DocumentReference: everything',
      ],
    },
  ],
  ['nothing', {}, { profile: 'unknown/', policy: 'a policy without a name', rules: ['everything: no policy'] }],
])(
  '[S3] account, when Medplum tells of %s, says whose policy applies and what it allows',
  async (_what, me, expected) => {
    const client = { get: async () => me } as unknown as MedplumClient;

    expect(await readAccount(client, '00000000-0000-4000-8000-000000000000')).toMatchObject(expected);
  },
);
