import {
  badRequest,
  forbidden,
  gone,
  notFound,
  serverError,
  serverTimeout,
  tooManyRequests,
  unauthorized,
} from '@medplum/core';
import { OperationOutcomeError } from '@medplum/core';
import { expect, test } from 'vitest';
import type { FailureText } from '#feature';
import { describeFailure } from './describe-failure.ts';
import { failureOf } from './failure.ts';

async function textOf(error: unknown): Promise<FailureText> {
  return describeFailure(failureOf(error), []);
}

test('[C8] refusal, with 404, does not tell a hidden resource from a missing one', async () => {
  const { title, happened } = await textOf(notFound);

  expect(title).toBe('There is no such record for you');
  expect(happened).toContain('does not exist, or it lies outside');
});

test.each([
  [forbidden, 'Your access policy does not allow this'],
  [new OperationOutcomeError(forbidden), 'Your access policy does not allow this'],
  [gone, 'This record was deleted'],
  [unauthorized, 'Your session has ended'],
  [tooManyRequests, 'Too many requests'],
  [serverError(new Error('database')), 'Medplum has a problem'],
  [serverTimeout(), 'Medplum has a problem'],
])('refusal, with outcome %#, says what it means', async (outcome, title) => {
  await expect(textOf(outcome)).resolves.toMatchObject({ title });
});

test('refusal, when no answer came, says so also when only its text is left', async () => {
  const error = new TypeError('No answer from https://medplum.test');

  await expect(textOf(error)).resolves.toMatchObject({ title: 'Medplum does not answer' });
  await expect(textOf(badRequest(error.message))).resolves.toMatchObject({ title: 'Medplum does not answer' });
});

test('refusal, by a gateway that sends a web page, does not show its HTML', async () => {
  const { title, happened, next } = await textOf(badRequest('\n<html>503</html>'));

  expect(title).toBe('Medplum has a problem');
  expect(happened + next).not.toContain('<');
});

test('refusal, without a rule behind it, passes on what the server said', async () => {
  await expect(textOf(badRequest('Invalid birthDate'))).resolves.toMatchObject({ happened: 'Invalid birthDate' });
});

test('failure, of which nobody knows anything, does not pretend that Medplum refused', async () => {
  await expect(textOf(new Error('odd'))).resolves.toMatchObject({ title: 'The sign-in failed' });
});

test('failure, with the code of a feature, is told in the words of that feature', async () => {
  const own = { title: 'Own', happened: 'words', next: 'here' };
  const feature = { name: 'own', failures: async () => ({ 'own-code': own }) };
  const failure = { ...failureOf(badRequest('x')), code: 'own-code' };

  await expect(describeFailure(failure, [feature])).resolves.toEqual(own);
});
