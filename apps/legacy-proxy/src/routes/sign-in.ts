import type { DatabaseSync } from 'node:sqlite';
import type { RequestHandler } from 'express';
import { demoAccounts } from '#legacy/demo-data.ts';
import { authenticateUser } from '#legacy/users.ts';
import { endUserSession, sessionCookieName, startUserSession } from '#middleware/browser-session.ts';
import { csrfToken } from '#middleware/csrf-token.ts';
import { formField } from '#middleware/form-body.ts';
import { signInLimits } from '#middleware/rate-limits.ts';
import { usernameField } from '#middleware/username-field.ts';
import type { RenderPage } from '#pages/render-page.ts';
import type { Route } from './route.ts';

type SignInOptions = Readonly<{ database: DatabaseSync; render: RenderPage; showDemoAccounts: boolean }>;

/** Sign-in and sign-out of the legacy application. Medplum has no part in it. */
export function signInRoutes({ database, render, showDemoAccounts }: SignInOptions): Route[] {
  const accounts = showDemoAccounts ? demoAccounts : [];

  const showForm: RequestHandler = (request, response) => {
    render(request, response, 'sign-in', { csrfToken: csrfToken(request), accounts, username: '', failed: false });
  };

  const signIn: RequestHandler = async (request, response) => {
    const username = usernameField(request);
    const user = await authenticateUser(database, username, formField(request.body, 'password'));
    if (user) {
      await startUserSession(request, user.username);
      response.redirect(303, '/');
      return;
    }
    response.status(401);
    render(request, response, 'sign-in', { csrfToken: csrfToken(request), accounts, username, failed: true });
  };

  const signOut: RequestHandler = async (request, response) => {
    await endUserSession(request);
    response.clearCookie(sessionCookieName, { path: '/', secure: true, httpOnly: true, sameSite: 'strict' });
    response.redirect(303, '/sign-in');
  };

  return [
    { method: 'get', path: '/sign-in', access: 'public', handle: [showForm] },
    { method: 'post', path: '/sign-in', access: 'public', handle: [...signInLimits(), signIn] },
    { method: 'post', path: '/sign-out', access: 'signed-in', handle: [signOut] },
  ];
}
