import type { OperationOutcome } from '@medplum/fhirtypes';
import type { Response } from 'express';
import { sendOutcome } from '#http/send-outcome.ts';
import type { ActiveFault } from './faults.ts';

type AnsweringFault = Exclude<ActiveFault, { fault: 'delay' | 'half-answer' }>;

/** Answers in the place of the handler, or breaks the connection. */
export function answerWithFault(fault: AnsweringFault, response: Response): void {
  switch (fault.fault) {
    case 'status':
      response.set(fault.headers ?? {});
      answerStatus(response, fault.status, fault.body);
      break;
    case 'reset':
      response.socket?.resetAndDestroy();
      break;
    case 'html':
      response.status(200).type('text/html').send(portal);
      break;
    case 'rate-limit':
      response.set('RateLimit', `"requests";r=0;t=${fault.resetSeconds}`).status(429).json(tooManyRequests);
      break;
    case 'unavailable':
      if (fault.retryAfterSeconds !== undefined) {
        response.set('Retry-After', String(fault.retryAfterSeconds));
      }
      response.status(503).type('text/html').send(unavailable);
      break;
  }
}

function answerStatus(response: Response, status: number, body: unknown): void {
  if (body === undefined) {
    sendOutcome(response, injected, status);
  } else {
    response.status(status).json(body);
  }
}

/** The page of a captive portal, as in a hotel. */
const portal = '<!doctype html><html lang="en"><title>Sign in to the network</title><h1>Welcome, guest</h1></html>';

/** The answer of a load balancer without a server. */
const unavailable = '<html><head><title>503 Service Temporarily Unavailable</title></head><body></body></html>';

/** As Medplum sends it, without an extension. */
const tooManyRequests: OperationOutcome = {
  resourceType: 'OperationOutcome',
  id: 'too-many-requests',
  issue: [{ severity: 'error', code: 'throttled', details: { text: 'Too Many Requests' } }],
};

const injected: OperationOutcome = {
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code: 'transient', details: { text: 'Injected fault' } }],
};
