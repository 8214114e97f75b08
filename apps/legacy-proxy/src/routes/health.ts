import type { DatabaseSync } from 'node:sqlite';
import type { RequestHandler } from 'express';
import type { MedplumSession } from '#medplum/sign-in.ts';
import type { Route } from './route.ts';

/**
 * `GET /healthz`: the process answers. `GET /readyz`: it can serve charts, since its database answers and it holds a
 * token that is good now; 503 and the reason otherwise.
 */
export function healthRoutes(medplum: MedplumSession, database: DatabaseSync): Route[] {
  const showReadiness: RequestHandler = (_request, response) => {
    database.prepare('SELECT 1').get();
    const { isSignedIn, failure, token } = medplum.status();
    const validUntil = token && new Date(token.expiresAtMs).toISOString();
    const medplumState = { isSignedIn, ...(isSignedIn && { validUntil }), ...(failure && { failure }) };
    response.status(isSignedIn ? 200 : 503).json({ ready: isSignedIn, database: 'ok', medplum: medplumState });
  };
  return [
    {
      method: 'get',
      path: '/healthz',
      access: 'public',
      handle: [(_request, response) => response.json({ app: 'legacy-proxy' })],
    },
    { method: 'get', path: '/readyz', access: 'public', handle: [showReadiness] },
  ];
}
