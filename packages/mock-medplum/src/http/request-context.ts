import type { RequestHandler, Response } from 'express';
import type { Tenant } from '#tenant/tenant.ts';

/** What names a request in an OperationOutcome and in a log. */
export type RequestContext = Readonly<{ requestId: string; traceId: string }>;

const traceparentPattern = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/i;

/** Gives each request an id, and takes the trace id from `traceparent` (W3C Trace Context). */
export function requestContext(tenant: Tenant): RequestHandler {
  return (request, response, next) => {
    const traceparent = request.get('traceparent');
    const traceId = traceparent && traceparentPattern.test(traceparent) ? traceparent : tenant.random.uuid();
    response.locals['context'] = { requestId: tenant.random.uuid(), traceId } satisfies RequestContext;
    next();
  };
}

/** Returns the ids of the request that is being answered. */
export function contextOf(response: Response): RequestContext {
  return response.locals['context'] as RequestContext;
}
