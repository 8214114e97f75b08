import type { DatabaseSync } from 'node:sqlite';
import type { RequestHandler } from 'express';
import { findUser } from '#legacy/users.ts';
import { sessionOf } from '#middleware/browser-session.ts';
import { hasCsrfToken } from '#middleware/csrf-token.ts';
import { formField, parseForm, requireForm } from '#middleware/form-body.ts';
import { HttpError } from '#middleware/http-error.ts';
import type { TextKeeper } from '#middleware/kept-text.ts';
import { localPath } from '#middleware/local-path.ts';
import { currentUser, setCurrentUser, setKeptPage } from '#middleware/request-context.ts';
import type { SignInToken } from '#middleware/sign-in-token.ts';
import { requireStaticHeader } from '#middleware/static-header.ts';
import type { AskToSignIn } from './ask-to-sign-in.ts';
import type { Guards, Route } from './route.ts';

type GuardsOptions = Readonly<{
  database: DatabaseSync;
  signInToken: SignInToken;
  keeper: TextKeeper;
  askToSignIn: AskToSignIn;
}>;

/** Makes the guards of each route: access on all of them, and proof that a page of this application asks. */
export function createGuards({ database, signInToken, keeper, askToSignIn }: GuardsOptions): Guards {
  const identify = identifyUser(database);
  const checkSignInForm = signInFormCheck(signInToken);

  function of(route: Route): RequestHandler[] {
    const checkAccess = accessCheck(route, keeper, askToSignIn);
    if (route.proof === 'header') {
      return [requireStaticHeader, identify, checkAccess];
    }
    if (route.method === 'get') {
      return [identify, checkAccess];
    }
    // A form that is open to all has no session whose token it could carry.
    const checkForm = route.access === 'public' ? checkSignInForm : formCheck(route, keeper);
    return route.formPage
      ? [identify, parseForm, checkAccess, requireForm, checkForm]
      : [identify, checkAccess, requireForm, parseForm, checkForm];
  }

  return { of };
}

/** The user is read afresh each time: one who was removed, or signed out everywhere, is out at once. */
function identifyUser(database: DatabaseSync): RequestHandler {
  return (request, response, next) => {
    const { username, generation } = sessionOf(request);
    const user = username === undefined ? undefined : findUser(database, username);
    if (user && user.generation === generation) {
      setCurrentUser(response, user);
    }
    next();
  };
}

/**
 * Medplum answers whatever its policy for this server allows, whoever asks here. Which user may see what is decided by
 * the application, in this one place.
 */
function accessCheck({ access, formPage }: Route, keeper: TextKeeper, askToSignIn: AskToSignIn): RequestHandler {
  return (request, response, next) => {
    const user = currentUser(response);
    if (access === 'public' || (user && (access === 'signed-in' || user.role === 'nurse'))) {
      next();
    } else if (user) {
      throw new HttpError(403, 'Your account does not open clinical notes.', 'Ask a nurse, or sign in as one.');
    } else {
      askToSignIn(request, response, formPage && keeper.carry(request, formPage(request)));
    }
  };
}

const staleForm = ['This form is no longer valid.', 'Go back, reload the page and send the form again.'] as const;

function signInFormCheck(signInToken: SignInToken): RequestHandler {
  return (request, response, next) => {
    const verdict = signInToken.check(request);
    if (verdict === 'good') {
      next();
    } else if (currentUser(response)) {
      // A second tab with the form: whoever is in goes in.
      response.redirect(303, localPath(formField(request.body, 'returnTo')));
    } else if (verdict === 'no-cookie') {
      throw new HttpError(
        403,
        'Your browser sent no cookie back.',
        'Allow cookies for this application. Over plain http they are kept at http://localhost alone: elsewhere use https.',
      );
    } else {
      throw new HttpError(403, ...staleForm);
    }
  };
}

function formCheck({ formPage }: Route, keeper: TextKeeper): RequestHandler {
  return (request, response, next) => {
    const page = formPage?.(request);
    const { username = '' } = currentUser(response) ?? {};
    const isKept = page !== undefined && keeper.keep(request, username, keeper.carry(request, page));
    setKeptPage(response, isKept ? page : undefined);
    if (hasCsrfToken(request)) {
      next();
    } else if (isKept) {
      // From a page of an earlier session: the person finds the text in a form of this one.
      response.redirect(303, page);
    } else {
      throw new HttpError(403, ...staleForm);
    }
  };
}
