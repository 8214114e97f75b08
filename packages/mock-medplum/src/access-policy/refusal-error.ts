import { forbidden, notFound, OperationOutcomeError } from '@medplum/core';
import type { Refusal } from './refusal.ts';

const refusals = new WeakMap<OperationOutcomeError, Refusal>();

/** 403, with the rule of the policy that was broken kept for the log: the answer does not tell it. */
export function forbiddenBy(refusal: Refusal): OperationOutcomeError {
  const error = new OperationOutcomeError(forbidden);
  refusals.set(error, refusal);
  return error;
}

/** 404 for something that is there, but not for this caller. */
export function hiddenBy(refusal: Refusal): OperationOutcomeError {
  const error = new OperationOutcomeError(notFound);
  refusals.set(error, refusal);
  return error;
}

/** The rule that made an error, when a policy did. */
export function refusalOf(error: unknown): Refusal | undefined {
  return error instanceof OperationOutcomeError ? refusals.get(error) : undefined;
}
