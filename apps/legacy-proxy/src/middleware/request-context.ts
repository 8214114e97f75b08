import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { User } from '#legacy/users.ts';
import type { Log } from '#log';

/** Gives each request an id of its own, never one from outside, and writes one line when it is answered. */
export function requestContext(log: Log, now: () => number): RequestHandler {
  return (request, response, next) => {
    const startedAtMs = now();
    const requestId = randomUUID();
    response.locals['requestId'] = requestId;
    response.set('X-Request-Id', requestId);
    response.on('finish', () => {
      // The pattern of the route, not the address: an address can name a patient.
      const route: unknown = (request.route as { path?: unknown } | undefined)?.path ?? 'none';
      const { method } = request;
      const user = currentUser(response)?.username;
      log('request', { requestId, method, route, status: response.statusCode, ms: now() - startedAtMs, user });
    });
    next();
  };
}

export function requestIdOf(response: Response): string {
  return String(response.locals['requestId']);
}

export function setCurrentUser(response: Response, user: User): void {
  response.locals['user'] = user;
}

/** The page where a text waits that this request brought, or undefined. */
export function keptPageOf(response: Response): string | undefined {
  return response.locals['keptPage'] as string | undefined;
}

export function setKeptPage(response: Response, page: string | undefined): void {
  response.locals['keptPage'] = page;
}

/** The signed-in user, or undefined on pages for everybody. */
export function currentUser(response: Response): User | undefined {
  return response.locals['user'] as User | undefined;
}
