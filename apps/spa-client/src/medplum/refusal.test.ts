import { forbidden, gone, notFound, OperationOutcomeError } from '@medplum/core';
import type { AccessPolicy } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { explainRefusal } from './refusal.ts';

const policy: AccessPolicy = { resourceType: 'AccessPolicy', resource: [{ resourceType: 'Patient', readonly: true }] };

test('refusal, with 403 for a type in the policy, lists what the policy does allow', () => {
  const { explanation } = explainRefusal(new OperationOutcomeError(forbidden), 'Patient', policy);

  expect(explanation).toContain('it allows read, search, history, vread');
});

test('refusal, with 403 for a type outside the policy, says that no entry names it', () => {
  const { explanation } = explainRefusal(new OperationOutcomeError(forbidden), 'Encounter', policy);

  expect(explanation).toContain('no entry for Encounter');
});

test('[C8] refusal, with 404, does not tell a hidden resource from a missing one', () => {
  const { title, explanation } = explainRefusal(notFound, 'Patient', policy);

  expect(title).toBe('There is no such Patient for you');
  expect(explanation).toContain('does not exist, or it lies outside');
});

test('refusal, with 410, says that the resource was deleted', () => {
  expect(explainRefusal(gone, 'Patient', policy).title).toContain('deleted');
});

test('refusal, without a rule behind it, passes on what the server said', () => {
  const error = new TypeError('No answer from https://medplum.test');

  expect(explainRefusal(error, 'Patient', policy).explanation).toBe('No answer from https://medplum.test');
});
