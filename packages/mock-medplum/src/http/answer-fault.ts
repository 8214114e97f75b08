import { badRequest, ContentType } from '@medplum/core';
import type { ErrorRequestHandler } from 'express';
import type { Log } from '#tenant/log.ts';

/**
 * Answers what was thrown before a tenant was found, and what was thrown when an answer had begun. Express itself would
 * print the stack, and send it to the caller.
 */
export function answerFault(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const { status = 500 } = error as Readonly<{ status?: number }>;
    const isRefusal = status >= 400 && status < 500;
    if (!isRefusal) {
      log({ event: 'fault', error: error instanceof Error ? error.stack : String(error) });
    }
    if (response.headersSent) {
      request.socket.destroy();
      return;
    }
    const outcome = badRequest(isRefusal ? (error as Error).message : 'Internal Server Error');
    response.status(status).type(ContentType.FHIR_JSON).send(JSON.stringify(outcome));
  };
}
