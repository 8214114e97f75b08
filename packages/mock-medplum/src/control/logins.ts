import { Router } from 'express';
import { z } from 'zod';
import { readBody } from '#http/read-body.ts';
import type { TenantHost } from '#tenant-host/tenant-host.ts';
import type { StoredLogin } from '#tenant/logins.ts';

/** A login without its code, cookie and secrets. */
export type LoginReport = Readonly<{
  id: string;
  authMethod: string;
  authTime: string;
  user?: string | undefined;
  client?: string | undefined;
  scope?: string | undefined;
  granted: boolean;
  revoked: boolean;
}>;

const which = z.strictObject({ login: z.string(), user: z.string(), client: z.string() }).partial();

/** Which logins to end: those that match every given field, or all. User and client are references. */
export type LoginChoice = z.input<typeof which>;

/** `GET /mock/logins` lists the sessions, `POST /mock/logins/revoke` ends some, as a revocation does. */
export function loginRoutes(host: TenantHost): Router {
  const routes = Router();
  routes.get('/', (_request, response) => void response.json(host.tenant.logins.list().map(report)));
  routes.post('/revoke', (request, response) => {
    const choice = readBody(host.tenant, request, which);
    const { logins } = host.tenant;
    const revoked = logins.list().filter((login) => login.revoked !== true && isChosen(login, choice));
    for (const login of revoked) {
      logins.save({ ...login, revoked: true });
    }
    response.json({ revoked: revoked.map(({ id }) => id) });
  });
  return routes;
}

function isChosen(login: StoredLogin, choice: LoginChoice): boolean {
  return (
    (choice.login === undefined || login.id === choice.login) &&
    (choice.user === undefined || login.user?.reference === choice.user) &&
    (choice.client === undefined || login.client?.reference === choice.client)
  );
}

function report({ id, authMethod, authTime, user, client, scope, granted, revoked }: StoredLogin): LoginReport {
  return {
    id,
    authMethod,
    authTime,
    user: user?.reference,
    client: client?.reference,
    scope,
    granted: granted === true,
    revoked: revoked === true,
  };
}
