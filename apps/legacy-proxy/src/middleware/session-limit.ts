import type { RequestHandler } from 'express';
import { sessionOf } from './browser-session.ts';
import { createLimit } from './create-limit.ts';

/** All users share the quota that Medplum gives this server, so no single session may use it up. */
export function sessionLimit(requestsPerMinute: number): RequestHandler {
  return createLimit({
    limit: requestsPerMinute,
    skip: (request) => sessionOf(request).username === undefined,
    keyGenerator: (request) => request.sessionID,
  });
}
