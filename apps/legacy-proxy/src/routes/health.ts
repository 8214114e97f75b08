import type { DatabaseSync } from 'node:sqlite';
import type { RequestHandler } from 'express';
import type { MedplumSession } from '#medplum/sign-in.ts';
import type { Route } from './route.ts';

/**
 * `GET /healthz`: the process answers. `GET /readyz`: it can serve charts, since its database answers and Medplum gives it
 * a token; 503 and the reason otherwise.
 */
export function healthRoutes(medplum: MedplumSession, database: DatabaseSync): Route[] {
  const showReadiness: RequestHandler = async (_request, response) => {
    // A balancer sends no user to a process that is not ready: nobody else would ask for its next token.
    await medplum.accessToken().catch(() => undefined);
    const { isSignedIn, failure, token } = medplum.status();
    const validUntil = token && new Date(token.expiresAtMs).toISOString();
    const medplumState = { isSignedIn, ...(isSignedIn && { validUntil }), ...(failure && { failure }) };
    const databaseState = answers(database) ? 'ok' : 'failed';
    const ready = isSignedIn && databaseState === 'ok';
    response.status(ready ? 200 : 503).json({ ready, database: databaseState, medplum: medplumState });
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

function answers(database: DatabaseSync): boolean {
  try {
    database.prepare('SELECT 1').get();
    return true;
  } catch {
    return false;
  }
}
