import { ContentType, getStatus } from '@medplum/core';
import type { FhirResponse } from '@medplum/fhir-router';
import type { Request, Response } from 'express';
import { sendOutcome } from '#http/send-outcome.ts';
import { fhirUrl } from '#search/search-links.ts';

const writes: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** Sends the router's result. Status and headers follow from the outcome and the resource's version. */
export function sendFhirResponse(
  request: Request,
  response: Response,
  baseUrl: string,
  [outcome, resource, options]: FhirResponse,
): void {
  if (!resource) {
    sendOutcome(response, outcome);
    return;
  }
  const { id, resourceType, meta } = resource;
  const status = getStatus(outcome);
  if (meta?.versionId && meta.lastUpdated) {
    response.set('ETag', `W/"${meta.versionId}"`);
    response.set('Last-Modified', new Date(meta.lastUpdated).toUTCString());
  }
  if (status === 201) {
    response.set('Location', fhirUrl(baseUrl, `${resourceType}/${id}`));
  }
  response.status(status).type(options?.contentType ?? ContentType.FHIR_JSON);
  if (writes.has(request.method) && request.get('prefer')?.includes('return=minimal')) {
    response.end();
  } else {
    response.send(JSON.stringify(resource));
  }
}
