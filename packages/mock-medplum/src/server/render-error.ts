import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { OperationOutcome } from '@medplum/fhirtypes';
import type { ErrorRequestHandler, Response } from 'express';
import { OAuthError } from '#http/oauth-error.ts';
import { contextOf } from '#http/request-context.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { TextError } from '#http/text-error.ts';
import { reasonOf } from '#reason/reason-of.ts';
import { noteReason } from '#request-log/request-notes.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** The one place that turns what a handler threw into an answer. */
export function renderError(tenant: Tenant): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    noteReason(contextOf(response), () => reasonOf(error));
    if (response.headersSent) {
      next(error);
    } else if (error instanceof OAuthError) {
      response.status(error.status).json({ error: error.code, error_description: error.message });
    } else if (error instanceof TextError) {
      response.status(error.status).send(error.message);
    } else if (error instanceof OperationOutcomeError) {
      if (error.outcome.id === 'unauthorized') {
        response.set('WWW-Authenticate', challenge(tenant, request.get('authorization')));
      }
      sendOutcome(response, error.outcome);
    } else {
      renderUnexpected(tenant, response, error);
    }
  };
}

/** Medplum challenges with the scheme that the caller tried, or Bearer (RFC 9110 §11.6.1). */
function challenge(tenant: Tenant, authorization: string | undefined): string {
  const [scheme = 'Bearer'] = /^[A-Za-z]+/.exec(authorization ?? '') ?? [];
  return `${scheme} realm="${tenant.baseUrl}"`;
}

function renderUnexpected(tenant: Tenant, response: Response, error: unknown): void {
  const { type, status = 500 } = error as Readonly<{ type?: string; status?: number }>;
  if (type === 'entity.too.large') {
    sendOutcome(response, tooLarge, 413);
  } else if (type === 'entity.parse.failed') {
    sendOutcome(response, badRequest('Content could not be parsed'));
  } else if (status >= 400 && status < 500) {
    sendOutcome(response, badRequest((error as Error).message), status);
  } else {
    tenant.log({ event: 'fault', ...contextOf(response), error: error instanceof Error ? error.stack : String(error) });
    sendOutcome(response, fault, 500);
  }
}

const tooLarge: OperationOutcome = {
  resourceType: 'OperationOutcome',
  id: 'content-too-large',
  issue: [{ severity: 'error', code: 'too-long', details: { text: 'Request body too large' } }],
};

const fault: OperationOutcome = {
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'fatal', code: 'exception', details: { text: 'Internal Server Error' } }],
};
