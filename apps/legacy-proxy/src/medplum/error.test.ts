import {
  badRequest,
  forbidden,
  gone,
  notFound,
  OperationOutcomeError,
  tooManyRequests,
  unauthorized,
} from '@medplum/core';
import { expect, test } from 'vitest';
import { MedplumError, toMedplumError } from './error.ts';

const timeout = new DOMException('The operation was aborted due to timeout', 'TimeoutError');

test.each([
  ['a refused token', new OperationOutcomeError(unauthorized), 'sign_in_refused', 'Unauthorized'],
  ['a policy that says no', new OperationOutcomeError(forbidden), 'forbidden', 'Forbidden'],
  ['nothing at an id', new OperationOutcomeError(notFound), 'not_found', 'Not found'],
  ['what was deleted', new OperationOutcomeError(gone), 'not_found', 'Gone'],
  ['a limit', new OperationOutcomeError(tooManyRequests), 'busy', 'Too Many Requests'],
  ['another refusal', new OperationOutcomeError(badRequest('odd')), 'failed', 'odd'],
  ['no answer in time', timeout, 'unreachable', 'Medplum took too long to answer'],
  ['another failure', new TypeError('x'), 'failed', 'Medplum gave an answer that cannot be read'],
  ['no error at all', 'TimeoutError', 'failed', 'Medplum gave an answer that cannot be read'],
])('Medplum error, made from %s, has a code, words for people and the cause', (_what, cause, code, message) => {
  const error = toMedplumError(cause);

  expect(error).toMatchObject({ name: 'MedplumError', code, message, cause });
});

test('Medplum error, that is one already, stays as it is', () => {
  const error = new MedplumError('busy', 'Wait', { retryAfterMs: 7 });

  expect(toMedplumError(error)).toBe(error);
});
