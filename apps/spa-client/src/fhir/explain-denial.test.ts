import {
  badRequest,
  forbidden,
  gone,
  multipleMatches,
  notFound,
  OperationOutcomeError,
  preconditionFailed,
  serverError,
  serverTimeout,
  tooManyRequests,
  unauthorized,
} from '@medplum/core';
import type { AccessPolicy } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { explainDenial } from './explain-denial.ts';

const policy: AccessPolicy = { resourceType: 'AccessPolicy', resource: [{ resourceType: 'Patient', readonly: true }] };

test('refusal, with 403 for a type in the policy, lists what the policy does allow', () => {
  const { explanation } = explainDenial(new OperationOutcomeError(forbidden), 'Patient', policy);

  expect(explanation).toContain('it allows read, search, history, vread');
});

test('refusal, with 403 for a type outside the policy, says that no entry names it', () => {
  const { explanation } = explainDenial(new OperationOutcomeError(forbidden), 'Encounter', policy);

  expect(explanation).toContain('no entry for Encounter');
});

test('[C8] refusal, with 404, does not tell a hidden resource from a missing one', () => {
  const { title, explanation } = explainDenial(notFound, 'Patient', policy);

  expect(title).toBe('There is no such Patient for you');
  expect(explanation).toContain('does not exist, or it lies outside');
});

test('refusal, with 410, says that the resource was deleted', () => {
  expect(explainDenial(gone, 'Patient', policy).title).toContain('deleted');
});

test('refusal, with 403 for what no entry grants, names what was asked and the entries of that type', () => {
  const { explanation } = explainDenial(forbidden, 'Patient', policy, 'update');

  expect(explanation).toContain('and not update (entry 1 of the policy)');
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
  const { explanation } = explainDenial(forbidden, 'Observation', bounded, 'create');

  expect(explanation).toContain('(entry 2 of the policy)');
  expect(explanation).toContain('only Observation?status=final; writes must satisfy subject.exists()');
});

test('refusal, with 403 for somebody without a policy, does not blame a policy', () => {
  expect(explainDenial(forbidden, 'Patient', undefined).explanation).toContain('You have no access policy');
});

test.each([
  [unauthorized, 'Your session has ended'],
  [preconditionFailed, 'Somebody else changed it first'],
  [multipleMatches, 'That is there more than once'],
  [tooManyRequests, 'Too many requests'],
  [serverError(new Error('database')), 'Medplum has a problem'],
  [serverTimeout(), 'Medplum has a problem'],
])('refusal, with outcome %#, says what it means and what to do', (outcome, title) => {
  expect(explainDenial(outcome, 'Patient', policy).title).toBe(title);
});

test('refusal, by nobody, since no answer came, says so also when only its text is left', () => {
  const error = new TypeError('No answer from https://medplum.test');

  expect(explainDenial(error, 'Patient', policy).title).toBe('Medplum does not answer');
  expect(explainDenial(badRequest(error.message), 'Patient', policy).title).toBe('Medplum does not answer');
});

test('refusal, by a gateway that sends a web page, does not show its HTML', () => {
  const { title, explanation } = explainDenial(badRequest('<html>503</html>'), 'Patient', policy);

  expect(title).toBe('Medplum has a problem');
  expect(explanation).not.toContain('<');
});

test('refusal, without a rule behind it, passes on what the server said', () => {
  expect(explainDenial(badRequest('Invalid birthDate'), 'Patient', policy).explanation).toBe('Invalid birthDate');
});
