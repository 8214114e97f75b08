import { tooManyRequests } from '@medplum/core';
import type { OperationOutcome } from '@medplum/fhirtypes';
import type { Consumption } from './fixed-window.ts';

/** The refusal of a request beyond the limit, with the numbers of Medplum's limiter. */
export function tooManyRequestsOutcome(consumption: Consumption): OperationOutcome {
  const { limit, remainingPoints, msBeforeNext, consumedPoints } = consumption;
  const diagnostics = JSON.stringify({
    _remainingPoints: remainingPoints,
    _msBeforeNext: msBeforeNext,
    _consumedPoints: consumedPoints,
    _isFirstInDuration: false,
    limit,
  });
  return { ...tooManyRequests, issue: tooManyRequests.issue.map((issue) => ({ ...issue, diagnostics })) };
}
