import { OperationOutcomeError, badRequest, forbidden, notFound, unauthorized } from '@medplum/core';
import type { OperationOutcome } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { MedplumError, isRefusedByPolicy, outcomeReason, refusalReason, stopsEveryMessage } from './error.ts';

const refused = (outcome: OperationOutcome): OperationOutcomeError => new OperationOutcomeError(outcome);

test.each([
  ['an outage', new MedplumError('unreachable', 'x'), true],
  ['a server that asks for patience', new MedplumError('busy', 'x'), true],
  ['a refused sign-in', new MedplumError('sign_in_refused', 'x'), true],
  ['a request on which the server breaks', new MedplumError('failed', 'x'), false],
  ['a 401 that a new token did not cure', refused(unauthorized), true],
  ['a result outside of the policy', refused(forbidden), false],
  ['a mistake in a result', refused(badRequest('x')), false],
  ['a mistake in this program', new TypeError('x'), false],
])('[D7] %s, stops every message: %s', (_, error, expected) => {
  expect(stopsEveryMessage(error)).toBe(expected);
});

test.each([
  ['outside of the policy', refused(forbidden), 'refused: outside the AccessPolicy of this key'],
  ['with a mistake', refused(badRequest('Missing status')), 'refused: Missing status'],
  ['that is not there', refused(notFound), 'refused: Not found'],
  ['after a 401', refused(unauthorized), undefined],
  ['on which the server breaks', new MedplumError('failed', 'x'), undefined],
  ['for no reason of FHIR', new TypeError('x'), undefined],
])('[D1] [F11] a resource %s, is refused for good because: %s', (_, error, reason) => {
  expect(refusalReason(error)).toBe(reason);
});

type Outcome = Partial<OperationOutcome> | undefined;

test.each<[string, Outcome, string]>([
  ['a code alone', { issue: [{ severity: 'error', code: 'invalid' }] }, 'refused: invalid'],
  ['no issue', { issue: [] }, 'refused: no reason given'],
  ['no outcome', undefined, 'refused: no reason given'],
  ['no list of issues', { issue: undefined as never }, 'refused: no reason given'],
  [
    'the code of a policy without its id',
    { issue: [{ severity: 'error', code: 'forbidden' }] },
    'refused: outside the AccessPolicy of this key',
  ],
  ['the id of a policy alone', { id: 'forbidden', issue: [] }, 'refused: outside the AccessPolicy of this key'],
])('[D1] an entry of a batch with %s, is refused because it says so', (_, outcome, reason) => {
  expect(outcomeReason(outcome && { resourceType: 'OperationOutcome', issue: [], ...outcome })).toBe(reason);
});

test('[D1] a refusal, tells whether the AccessPolicy is its reason', () => {
  expect([forbidden, notFound].map((outcome) => isRefusedByPolicy(refused(outcome)))).toEqual([true, false]);
});

test('an error of Medplum, keeps its code, its cause and how long to wait', () => {
  const cause = new Error('socket hang up');

  const error = new MedplumError('busy', 'Medplum answered HTTP 429', { cause, retryAfterMs: 42_000 });

  expect(error).toMatchObject({ name: 'MedplumError', code: 'busy', retryAfterMs: 42_000, cause });
});
