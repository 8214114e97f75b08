import type { DatabaseSync } from 'node:sqlite';
import type { Request, RequestHandler, Response } from 'express';
import { demoAccounts } from '#legacy/demo-data.ts';
import { authenticateUser, endAllSessions } from '#legacy/users.ts';
import { endUserSession, startUserSession } from '#middleware/browser-session.ts';
import type { DeviceCookie } from '#middleware/device-cookie.ts';
import { formField } from '#middleware/form-body.ts';
import type { CarriedText, TextKeeper } from '#middleware/kept-text.ts';
import { localPath } from '#middleware/local-path.ts';
import { currentUser } from '#middleware/request-context.ts';
import type { SignInLimits } from '#middleware/sign-in-limits.ts';
import type { SignInToken } from '#middleware/sign-in-token.ts';
import { usernameField } from '#middleware/username-field.ts';
import { createWorkQueue } from '#middleware/work-queue.ts';
import type { RenderPage } from '#pages/render-page.ts';
import type { Route } from './route.ts';

type SignInForm = Readonly<{
  returnTo: string;
  carried?: CarriedText | undefined;
  username?: string;
  failed?: boolean;
  signedOut?: 'here' | 'everywhere' | undefined;
}>;

/** Answers with the sign-in page. */
export type ShowSignIn = (request: Request, response: Response, form: SignInForm) => void;

type ShowSignInOptions = Readonly<{ render: RenderPage; showDemoAccounts: boolean; signInToken: SignInToken }>;

export function createShowSignIn({ render, showDemoAccounts, signInToken }: ShowSignInOptions): ShowSignIn {
  const accounts = showDemoAccounts ? demoAccounts : [];
  return (request, response, { returnTo, carried, username = '', failed = false, signedOut }) => {
    const token = signInToken.issue(request, response);
    const words = { username, failed, signedOut };
    render(request, response, 'sign-in', { signInToken: token, accounts, ...words, returnTo, carried });
  };
}

type SignInOptions = Readonly<{
  database: DatabaseSync;
  showSignIn: ShowSignIn;
  devices: DeviceCookie;
  limits: SignInLimits;
  keeper: TextKeeper;
  now: () => number;
}>;

/** Sign-in and sign-out of the legacy application. Medplum has no part in it. */
export function signInRoutes({ database, showSignIn, devices, limits, keeper, now }: SignInOptions): Route[] {
  // A password costs 0.2 s and 32 MiB to check. Strangers wait for each other, not a user on a device of theirs.
  const queues = {
    known: createWorkQueue({ atOnce: 2, waiting: 50 }),
    others: createWorkQueue({ atOnce: 2, waiting: 20 }),
  };

  const showForm: RequestHandler = (request, response) => {
    const { returnTo, signedOut: how } = request.query;
    // A link may say anything. A link of another site comes without the cookie of a user who is signed in still.
    const isOwn = request.headers['sec-fetch-site'] === 'same-origin' && !currentUser(response);
    const signedOut = isOwn && (how === 'here' || how === 'everywhere') ? how : undefined;
    showSignIn(request, response, { returnTo: localPath(returnTo), signedOut });
  };

  const signIn: RequestHandler = async (request, response) => {
    const username = usernameField(request);
    const returnTo = localPath(formField(request.body, 'returnTo'));
    const carried = keeper.carry(request, returnTo);
    const queue = devices.deviceOf(request, username) === undefined ? queues.others : queues.known;
    const user = await queue(async () => authenticateUser(database, username, formField(request.body, 'password')));
    if (!user) {
      showSignIn(request, response.status(401), { returnTo, carried, username, failed: true });
      return;
    }
    limits.forgive(request);
    devices.remember(request, response, user.username);
    await startUserSession(request, user, now());
    keeper.keep(request, user.username, carried);
    response.redirect(303, returnTo);
  };

  const signOut: RequestHandler = async (request, response) => {
    await endUserSession(request, response);
    response.redirect(303, '/sign-in?signedOut=here');
  };

  const signOutEverywhere: RequestHandler = async (request, response) => {
    endAllSessions(database, currentUser(response)?.username ?? '');
    await endUserSession(request, response);
    response.redirect(303, '/sign-in?signedOut=everywhere');
  };

  return [
    { method: 'get', path: '/sign-in', access: 'public', handle: [showForm] },
    { method: 'post', path: '/sign-in', access: 'public', handle: [...limits.guards, signIn] },
    { method: 'post', path: '/sign-out', access: 'signed-in', handle: [signOut] },
    { method: 'post', path: '/sign-out-everywhere', access: 'signed-in', handle: [signOutEverywhere] },
  ];
}
