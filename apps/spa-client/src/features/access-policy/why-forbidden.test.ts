import type { AccessPolicy } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { whyForbidden } from './why-forbidden.tsx';

const policy: AccessPolicy = { resourceType: 'AccessPolicy', resource: [{ resourceType: 'Patient', readonly: true }] };

test('refusal, with 403 for a type in the policy, lists what the policy does allow', () => {
  expect(whyForbidden('Patient', policy, undefined)).toContain('it allows read, search, history, vread');
});

test('refusal, with 403 for a type outside the policy, says that no entry names it', () => {
  expect(whyForbidden('Encounter', policy, undefined)).toContain('no entry for Encounter');
});

test('refusal, with 403 for what no entry grants, names what was asked and the entries of that type', () => {
  expect(whyForbidden('Patient', policy, 'update')).toContain('and not update (entry 1 of the policy)');
});

test('refusal, with 403 for what an entry grants, names that entry and its bounds', () => {
  const bounded: AccessPolicy = {
    resourceType: 'AccessPolicy',
    resource: [
      { resourceType: 'Patient' },
      {
        resourceType: 'Observation',
        criteria: 'Observation?status=final',
        writeConstraint: [{ language: 'text/fhirpath', expression: 'subject.exists()' }],
      },
    ],
  };
  const explanation = whyForbidden('Observation', bounded, 'create');

  expect(explanation).toContain('(entry 2 of the policy)');
  expect(explanation).toContain('only Observation?status=final; writes must satisfy subject.exists()');
});

test('refusal, with 403 for somebody without a policy, does not blame a policy', () => {
  expect(whyForbidden('Patient', undefined, undefined)).toContain('You have no access policy');
});
