import type { AccessPolicy } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { accessRules, allowedInteractions } from './access-rules.ts';

const policy: AccessPolicy = {
  resourceType: 'AccessPolicy',
  resource: [
    {
      resourceType: 'Patient',
      criteria: 'Patient?_compartment=Patient/sam',
      readonly: true,
      hiddenFields: ['telecom'],
    },
    {
      resourceType: 'Observation',
      interaction: ['create', 'read'],
      readonlyFields: ['status', 'code'],
      writeConstraint: [{ language: 'text/fhirpath', expression: 'subject.exists()' }],
    },
  ],
};

test('access rules, of a policy, say each entry in its own words', () => {
  expect(accessRules(policy)).toEqual([
    {
      resourceType: 'Patient',
      interactions: ['read', 'search', 'history', 'vread'],
      limits: ['only Patient?_compartment=Patient/sam', 'hidden fields: telecom'],
    },
    {
      resourceType: 'Observation',
      interactions: ['read', 'create'],
      limits: ['read-only fields: status, code', 'writes must satisfy subject.exists()'],
    },
  ]);
});

test('access rules, without a policy, show the full access that Medplum then gives', () => {
  expect(accessRules(undefined)).toMatchObject([{ resourceType: '*', limits: [] }]);
  expect(allowedInteractions(undefined, 'Observation')).toContain('delete');
});

test('allowed interactions, of a type that the policy does not name, are none', () => {
  expect(allowedInteractions(policy, 'Encounter')).toEqual([]);
});
