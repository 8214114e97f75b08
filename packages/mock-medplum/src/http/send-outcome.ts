import { getOutcomeRedirectUrl, getStatus, isRedirect } from '@medplum/core';
import type { OperationOutcome } from '@medplum/fhirtypes';
import type { Response } from 'express';
import { contextOf } from './request-context.ts';

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

/** Adds the extension by which Medplum's OperationOutcomes name the request that they answer. */
function withTracing(outcome: OperationOutcome, requestId: string, traceId: string): OperationOutcome {
  return {
    ...outcome,
    extension: [
      {
        url: 'https://medplum.com/fhir/StructureDefinition/tracing',
        extension: [
          { url: 'requestId', valueId: requestId },
          { url: 'traceId', valueId: traceId },
        ],
      },
    ],
  };
}
