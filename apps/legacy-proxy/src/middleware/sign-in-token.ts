import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { cookieKindOf, plainCookies, secureCookies } from './cookie-kind.ts';
import { formField } from './form-body.ts';
import { isSameText } from './is-same-text.ts';
import { readCookie } from './read-cookie.ts';
import type { Signer } from './signer.ts';

const nonceBytes = 32;
const nonceFormat = /^[\w-]{43}$/;

export type SignInToken = Readonly<{
  /** Token for the hidden field of the sign-in form; the browser gets the cookie that goes with it. */
  issue: (request: Request, response: Response) => string;
  /** Whether the form's token goes with the cookie. `no-cookie` when the browser kept none at all. */
  check: (request: Request) => 'good' | 'bad' | 'no-cookie';
}>;

/**
 * Guards the sign-in form, which has no session yet: a signed double-submit cookie. The server stores nothing, so
 * visits leave no trace, and the session cookie is left alone. A link on another site arrives without that one.
 *
 * @param isLocalOnly - Whether a second cookie without Secure goes along, for browsers that keep no other one here.
 */
export function createSignInToken(sign: Signer, isLocalOnly: boolean): SignInToken {
  const kinds = isLocalOnly ? [secureCookies, plainCookies] : [secureCookies];
  const tokenFor = (nonce: string): string => sign('sign-in form', nonce);

  function nonceOf(request: Request): string | undefined {
    const value = readCookie(request, cookieKindOf(request, isLocalOnly).signInName) ?? '';
    return nonceFormat.test(value) ? value : undefined;
  }

  function issue(request: Request, response: Response): string {
    const known = nonceOf(request);
    const nonce = known ?? randomBytes(nonceBytes).toString('base64url');
    if (known === undefined) {
      for (const { signInName, attributes } of kinds) {
        response.cookie(signInName, nonce, attributes);
      }
    }
    return tokenFor(nonce);
  }

  function check(request: Request): ReturnType<SignInToken['check']> {
    const nonce = nonceOf(request);
    if (nonce === undefined) {
      return request.headers.cookie ? 'bad' : 'no-cookie';
    }
    return isSameText(formField(request.body, 'csrfToken'), tokenFor(nonce)) ? 'good' : 'bad';
  }

  return { issue, check };
}
