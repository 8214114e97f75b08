import type { AccessPolicy } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { accessRules, addressRules, allowedInteractions, readonlyFields, writeConstraints } from './access-rules.ts';

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

test('access rules, of a policy, say each entry in its own words and at its place', () => {
  expect(accessRules(policy)).toEqual([
    {
      place: 1,
      resourceType: 'Patient',
      interactions: ['read', 'search', 'history', 'vread'],
      scope: ['only Patient?_compartment=Patient/sam'],
      limits: ['hidden fields: telecom (a search still finds by them)'],
    },
    {
      place: 2,
      resourceType: 'Observation',
      interactions: ['read', 'create'],
      scope: [],
      limits: ['read-only fields: status, code', 'writes must satisfy subject.exists()'],
    },
  ]);
});

test('access rules, of an entry with a compartment, name it', () => {
  const resource = [{ resourceType: 'Patient', compartment: { reference: 'Organization/clinic' } }];

  expect(accessRules({ resourceType: 'AccessPolicy', resource })[0]?.scope).toEqual([
    'only in the compartment of Organization/clinic',
  ]);
});

test('read-only fields and write constraints, of a type, are those of its entries alone', () => {
  expect(readonlyFields(policy, 'Observation')).toEqual(['status', 'code']);
  expect(readonlyFields(policy, 'Patient')).toEqual([]);
  expect(writeConstraints(policy, 'Observation')).toEqual(['subject.exists()']);
});

test('address rules, of a policy, are in the order in which Medplum looks', () => {
  const ipAccessRule: AccessPolicy['ipAccessRule'] = [
    { name: 'The clinic', value: '10.20.', action: 'allow' },
    { value: '*', action: 'block' },
  ];

  expect(addressRules({ resourceType: 'AccessPolicy', ipAccessRule })).toEqual([
    'Allowed: addresses that begin with 10.20. (The clinic)',
    'Blocked: every other address',
  ]);
});

test('access rules, without a policy, show the full access that Medplum then gives', () => {
  expect(accessRules(undefined)).toMatchObject([{ resourceType: '*', limits: [] }]);
  expect(allowedInteractions(undefined, 'Observation')).toContain('delete');
});

test('allowed interactions, of a type that the policy does not name, are none', () => {
  expect(allowedInteractions(policy, 'Encounter')).toEqual([]);
});
