import { expect, test } from 'vitest';
import { operationOutcome } from './operation-outcome.ts';

test.each([
  [400, 'invalid'],
  [401, 'login'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [405, 'not-supported'],
  [408, 'timeout'],
  [413, 'too-long'],
  [415, 'not-supported'],
  [429, 'throttled'],
  [431, 'too-long'],
  [499, 'invalid'],
  [500, 'exception'],
  [502, 'transient'],
  [503, 'throttled'],
] as const)('refusal with the status %s, is an OperationOutcome with the code %s', (status, code) => {
  expect(operationOutcome(status, 'What now.')).toEqual({
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code, details: { text: 'What now.' } }],
  });
});
