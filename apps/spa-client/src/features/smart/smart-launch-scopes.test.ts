import type { AccessPolicy } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { isInScopes, scopeRows } from './smart-launch-scopes.ts';

const policy: AccessPolicy = {
  resourceType: 'AccessPolicy',
  resource: [
    { resourceType: 'Patient', readonly: true },
    { resourceType: 'Observation', interaction: ['create', 'read'] },
    { resourceType: 'SmartAppLaunch', interaction: ['create'] },
  ],
};

test('[C11] scopes, of every type, leave what the policy allows too', () => {
  expect(scopeRows(['patient/*.rs'], ['patient/*.rs'], policy)).toEqual([
    {
      scope: 'patient/*.rs',
      asked: true,
      granted: true,
      allowed: [
        { resourceType: 'Patient', interactions: ['read', 'search'] },
        { resourceType: 'Observation', interactions: ['read'] },
      ],
    },
  ]);
});

test('[C11] scopes, that were left out or have no resources, say so', () => {
  expect(scopeRows(['openid', 'user/Patient.cruds'], ['openid'], policy)).toEqual([
    { scope: 'openid', asked: true, granted: true },
    {
      scope: 'user/Patient.cruds',
      asked: true,
      granted: false,
      allowed: [{ resourceType: 'Patient', interactions: ['read', 'search'] }],
    },
  ]);
});

test('[C11] scope, of a type that the policy does not have, leaves nothing', () => {
  expect(scopeRows([], ['user/Condition.rs'], policy)[0]).toMatchObject({ asked: false, granted: true, allowed: [] });
});

test.each([
  ['patient/*.rs', 'read', true],
  ['patient/*.rs', 'create', false],
  ['user/Observation.write', 'create', true],
  ['user/Patient.read', 'read', false],
  ['openid', 'create', true],
] as const)('[C11] scope %s, for %s on Observation, is %s', (scope, interaction, expected) => {
  expect(isInScopes([scope], 'Observation', interaction)).toBe(expected);
});
