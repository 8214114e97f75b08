import { randomBytes } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { formField } from './form-body.ts';
import { HttpError } from './http-error.ts';
import { isSameText } from './is-same-text.ts';
import { readCookie } from './read-cookie.ts';
import type { Signer } from './signer.ts';

const cookieName = '__Host-Http-legacy-sign-in';
const nonceBytes = 32;
const nonceFormat = /^[\w-]{43}$/;

export type SignInToken = Readonly<{
  /** Token for the hidden field of the sign-in form; the browser gets the cookie that goes with it. */
  issue: (request: Request, response: Response) => string;
  /** Refuses a form whose token does not go with the cookie. */
  require: RequestHandler;
}>;

/**
 * Guards the sign-in form, which has no session yet: a signed double-submit cookie. The server stores nothing, so
 * visits leave no trace, and the session cookie is left alone. A link on another site arrives without that one.
 */
export function createSignInToken(sign: Signer): SignInToken {
  const tokenFor = (nonce: string): string => sign('sign-in form', nonce);

  function issue(request: Request, response: Response): string {
    const known = nonceOf(request);
    const nonce = known ?? randomBytes(nonceBytes).toString('base64url');
    if (known === undefined) {
      response.cookie(cookieName, nonce, { httpOnly: true, secure: true, sameSite: 'strict', path: '/' });
    }
    return tokenFor(nonce);
  }

  const requireToken: RequestHandler = (request, _response, next) => {
    const nonce = nonceOf(request);
    if (nonce === undefined || !isSameText(formField(request.body, 'csrfToken'), tokenFor(nonce))) {
      throw new HttpError(403, 'This form is no longer valid.', 'Go back, reload the page and send the form again.');
    }
    next();
  };

  return { issue, require: requireToken };
}

function nonceOf(request: Request): string | undefined {
  const value = readCookie(request, cookieName) ?? '';
  return nonceFormat.test(value) ? value : undefined;
}
