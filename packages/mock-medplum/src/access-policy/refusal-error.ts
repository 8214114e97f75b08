import { forbidden, notFound, OperationOutcomeError } from '@medplum/core';
import type { Refusal } from './refusal.ts';

const refusals = new WeakMap<OperationOutcomeError, Refusal>();

/** 403. The log names the rule of the policy that was broken; the answer does not. */
export function forbiddenBy(refusal: Refusal): OperationOutcomeError {
  const error = new OperationOutcomeError(forbidden);
  refusals.set(error, refusal);
  return error;
}

/** 404 for a resource that exists, but that the caller may not read. */
export function hiddenBy(refusal: Refusal): OperationOutcomeError {
  const error = new OperationOutcomeError(notFound);
  refusals.set(error, refusal);
  return error;
}

/** The broken rule of the policy behind an error, if a policy caused it. */
export function refusalOf(error: unknown): Refusal | undefined {
  return error instanceof OperationOutcomeError ? refusals.get(error) : undefined;
}
