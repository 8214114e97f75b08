import { getOutcomeRedirectUrl, getStatus, isRedirect } from '@medplum/core';
import type { OperationOutcome } from '@medplum/fhirtypes';
import type { Response } from 'express';
import { contextOf } from './request-context.ts';
import { withTracing } from './with-tracing.ts';

/** Answers with an OperationOutcome, good or bad. The status follows from the outcome unless it is given. */
export function sendOutcome(response: Response, outcome: OperationOutcome, status = getStatus(outcome)): void {
  const { requestId, traceId } = contextOf(response);
  const address = isRedirect(outcome) ? getOutcomeRedirectUrl(outcome) : undefined;
  if (address) {
    response.set('Location', address);
  }
  response
    .status(status)
    .type('application/fhir+json')
    .send(JSON.stringify(withTracing(outcome, requestId, traceId)));
}
