import type { Request, RequestHandler, Response } from 'express';
import { OAuthError } from '#http/oauth-error.ts';
import { type Parameters, readParameters } from '#http/parameters.ts';
import { contextOf } from '#http/request-context.ts';
import { reasonOf } from '#reason/reason-of.ts';
import { noteReason } from '#request-log/request-notes.ts';
import type { StoredLogin } from '#tenant/logins.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { authorizationChecks } from './authorization/authorization-checks.ts';
import { type AuthorizationClient, authorizationClient } from './authorization/authorization-client.ts';
import { existingLogin } from './authorization/existing-login.ts';

/** `GET` and `POST /oauth2/authorize` (RFC 6749 §3.1): sends the browser to sign in, or back with an answer. */
export function authorize(tenant: Tenant): RequestHandler {
  return async (request, response) => {
    const asked = readParameters(request.method === 'POST' ? request.body : request.query);
    const known = authorizationClient(tenant, asked);
    const scope = asked['scope'] ?? known.client.defaultScope?.join(' ');
    const parameters: Parameters = { ...asked, ...(scope !== undefined && { scope }) };
    try {
      for (const check of authorizationChecks) {
        check(parameters, tenant);
      }
      await signIn({ tenant, request, response, parameters, known });
    } catch (error) {
      if (!(error instanceof OAuthError)) {
        throw error;
      }
      noteReason(contextOf(response), () => reasonOf(error));
      const { code, message } = error;
      redirectBack(response, known.redirectUri, {
        error: code,
        error_description: message,
        state: parameters['state'],
      });
    }
  };
}

type SignIn = Readonly<{
  tenant: Tenant;
  request: Request;
  response: Response;
  parameters: Parameters;
  known: AuthorizationClient;
}>;

async function signIn({ tenant, request, response, parameters, known }: SignIn): Promise<void> {
  const { prompt, state } = parameters;
  const login = prompt === 'login' ? undefined : await existingLogin(tenant, request, known.client, parameters);
  if (prompt === 'none') {
    if (!login) {
      throw new OAuthError('login_required', 'Login required');
    }
    redirectBack(response, known.redirectUri, { code: renewLogin(tenant, login, parameters).code, state });
    return;
  }
  const query = new URLSearchParams(parameters as Record<string, string>);
  if (login) {
    query.set('login', renewLogin(tenant, login, parameters).id);
  }
  response.redirect(`${tenant.appBaseUrl}oauth?${query.toString()}`);
}

/** Opens a login again for one more exchange: a new code, bound to the new request's challenge, nonce and launch. */
function renewLogin(tenant: Tenant, login: StoredLogin, parameters: Parameters): StoredLogin {
  const { codeChallenge: _challenge, codeChallengeMethod: _method, nonce: _nonce, ...kept } = login;
  const { nonce, launch, code_challenge: codeChallenge, code_challenge_method: method } = parameters;
  return tenant.logins.save({
    ...kept,
    granted: false,
    code: tenant.random.hex(16),
    ...(nonce && { nonce }),
    ...(launch && { launch: { reference: `SmartAppLaunch/${launch}` } }),
    ...(codeChallenge && { codeChallenge, codeChallengeMethod: method as 'S256' | 'plain' }),
  });
}

/**
 * Sends the browser back to the client with the answer in the query, next to what the redirect URI holds already
 * (RFC 6749 §4.1.2). Members without a value are left out.
 */
function redirectBack(
  response: Response,
  redirectUri: string,
  answer: Readonly<Record<string, string | undefined>>,
): void {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) {
    if (value !== undefined) {
      url.searchParams.append(name, value);
    }
  }
  response.redirect(url.href);
}
