import type { DatabaseSync } from 'node:sqlite';
import type { Express, RequestHandler } from 'express';
import { requireCsrfToken } from '#middleware/csrf-token.ts';
import { formBody } from '#middleware/form-body.ts';
import { HttpError } from '#middleware/http-error.ts';
import { requireAccess, type Access } from '#middleware/require-access.ts';
import type { SignInToken } from '#middleware/sign-in-token.ts';

/** One line of the application: a method, an address, who may enter, and what happens. */
export type Route = Readonly<{
  method: 'get' | 'post';
  path: string;
  access: Access;
  handle: readonly RequestHandler[];
}>;

type MountOptions = Readonly<{ database: DatabaseSync; signInToken: SignInToken }>;

/** Mounts routes so that none can forget its guards: access on all of them, the form token on every change. */
export function mountRoutes(app: Express, options: MountOptions, routes: readonly Route[]): void {
  const { database, signInToken } = options;
  for (const { method, path, access, handle } of routes) {
    // A form that is open to all has no session whose token it could carry.
    const requireToken = access === 'public' ? signInToken.require : requireCsrfToken;
    const guards = [requireAccess(database, access), ...(method === 'get' ? [] : [...formBody, requireToken])];
    app[method](path, ...guards, ...handle);
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map((route) => route.method.toUpperCase());
    app.all(path, refuseMethod(methods));
  }
}

function refuseMethod(methods: readonly string[]): RequestHandler {
  return (_request, response) => {
    response.set('Allow', methods.join(', '));
    throw new HttpError(405, 'This address does not take that method.', `It takes ${methods.join(' and ')}.`);
  };
}
