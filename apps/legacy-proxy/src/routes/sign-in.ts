import type { DatabaseSync } from 'node:sqlite';
import type { RequestHandler } from 'express';
import { demoAccounts } from '#legacy/demo-data.ts';
import { authenticateUser } from '#legacy/users.ts';
import { endUserSession, sessionCookieName, startUserSession } from '#middleware/browser-session.ts';
import type { DeviceCookie } from '#middleware/device-cookie.ts';
import { formField } from '#middleware/form-body.ts';
import type { SignInLimits } from '#middleware/sign-in-limits.ts';
import type { SignInToken } from '#middleware/sign-in-token.ts';
import { usernameField } from '#middleware/username-field.ts';
import { createWorkQueue } from '#middleware/work-queue.ts';
import type { RenderPage } from '#pages/render-page.ts';
import type { Route } from './route.ts';

type SignInOptions = Readonly<{
  database: DatabaseSync;
  render: RenderPage;
  showDemoAccounts: boolean;
  signInToken: SignInToken;
  devices: DeviceCookie;
  limits: SignInLimits;
}>;

/** Sign-in and sign-out of the legacy application. Medplum has no part in it. */
export function signInRoutes(options: SignInOptions): Route[] {
  const { database, render, showDemoAccounts, signInToken, devices, limits } = options;
  const accounts = showDemoAccounts ? demoAccounts : [];
  // A password costs 0.2 s and 32 MiB to check. Strangers wait for each other, not a user on a device of theirs.
  const queues = {
    known: createWorkQueue({ atOnce: 2, waiting: 50 }),
    others: createWorkQueue({ atOnce: 2, waiting: 20 }),
  };

  const showForm: RequestHandler = (request, response) => {
    const token = signInToken.issue(request, response);
    render(request, response, 'sign-in', { signInToken: token, accounts, username: '', failed: false });
  };

  const signIn: RequestHandler = async (request, response) => {
    const username = usernameField(request);
    const queue = devices.deviceOf(request, username) === undefined ? queues.others : queues.known;
    const user = await queue(async () => authenticateUser(database, username, formField(request.body, 'password')));
    if (user) {
      limits.forgive(request);
      devices.remember(request, response, user.username);
      await startUserSession(request, user.username);
      response.redirect(303, '/');
      return;
    }
    response.status(401);
    const token = signInToken.issue(request, response);
    render(request, response, 'sign-in', { signInToken: token, accounts, username, failed: true });
  };

  const signOut: RequestHandler = async (request, response) => {
    await endUserSession(request);
    response.clearCookie(sessionCookieName, { path: '/', secure: true, httpOnly: true, sameSite: 'strict' });
    response.redirect(303, '/sign-in');
  };

  return [
    { method: 'get', path: '/sign-in', access: 'public', handle: [showForm] },
    { method: 'post', path: '/sign-in', access: 'public', handle: [...limits.guards, signIn] },
    { method: 'post', path: '/sign-out', access: 'signed-in', handle: [signOut] },
  ];
}
