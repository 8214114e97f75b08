import { expect, test } from 'vitest';
import { withoutRights } from './without-rights.ts';

const files = new Map([
  [
    'access-policies.json',
    [
      {
        resourceType: 'AccessPolicy',
        id: '1',
        name: 'Nurse',
        resource: [
          { resourceType: 'Patient', interaction: ['read', 'update', 'history'], readonlyFields: ['identifier'] },
          { resourceType: 'Encounter', readonly: true },
          { resourceType: 'Task', interaction: ['create'] },
          { resourceType: 'Device', readonly: true },
        ],
      },
    ],
  ],
]);
const rights = [
  { policy: 'Nurse', resourceType: 'Patient', interactions: ['update', 'history'], features: ['app/edits'] },
  { policy: 'Nurse', resourceType: 'Patient', interactions: ['history'], features: ['app/history'] },
  { policy: 'Nurse', resourceType: 'Encounter', features: ['app/launch', 'other/launch'] },
  { policy: 'Nurse', resourceType: 'Task', interactions: ['create'], features: ['app/edits'] },
  { policy: 'Doctor', resourceType: 'Device', features: ['app/edits'] },
];

test.each([
  ['no feature', [], ['Patient read', 'Device readonly']],
  ['one of two that need the same', ['app/history'], ['Patient read history', 'Device readonly']],
  [
    'all',
    ['app/edits', 'app/launch'],
    ['Patient read update history', 'Encounter readonly', 'Task create', 'Device readonly'],
  ],
])('[X1] policy of the clinic, taken with %s, allows what these need', (_, taken, allowed) => {
  const fitted = withoutRights(files, rights, new Set(taken));

  const [policy] = fitted.get('access-policies.json') ?? [];
  const entries = policy?.resource as readonly { resourceType: string; interaction?: readonly string[] }[];
  expect(
    entries.map(({ resourceType, interaction }) => [resourceType, ...(interaction ?? ['readonly'])].join(' ')),
  ).toEqual(allowed);
  expect(entries[0]).toHaveProperty('readonlyFields', ['identifier']);
});
