import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { readBody } from '#http/read-body.ts';
import type { TenantHost } from '#tenant-host/tenant-host.ts';
import { makeSession } from './make-session.ts';
import { sessionOptions } from './session-options.ts';

const expiry = z.strictObject({
  login: z.string().optional(),
  tokens: z.enum(['access', 'refresh', 'all']).default('access'),
});

/** Which tokens to end. */
export type TokenExpiry = z.input<typeof expiry>;

/** `POST /mock/tokens` gives ready-made tokens, `POST /mock/tokens/expire` ends tokens before their time. */
export function tokenRoutes(host: TenantHost): Router {
  const routes = Router();
  routes.post('/', giveSession(host));
  routes.post('/expire', (request, response) => {
    host.keys.expire(readBody(host.tenant, request, expiry));
    response.status(204).end();
  });
  return routes;
}

function giveSession(host: TenantHost): RequestHandler {
  return async (request, response) => {
    response.json(await makeSession(host.tenant, readBody(host.tenant, request, sessionOptions)));
  };
}
