import type { ClientApplication } from '@medplum/fhirtypes';
import { parseCookie } from 'cookie';
import type { Request } from 'express';
import type { Parameters } from '#http/parameters.ts';
import { loginCookieName } from '#login/login-cookie.ts';
import type { StoredLogin } from '#tenant/logins.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { issuerOf } from '#token/issuer.ts';
import { verifyToken } from '#token/verify-token.ts';

const defaultMaxAgeSeconds = 3600;

/**
 * Finds the login that `id_token_hint` or the browser's cookie tells of: one through the same client that became tokens,
 * was not revoked, and is younger than `max_age` (OpenID Connect Core §3.1.2.1), which is an hour by default.
 */
export async function existingLogin(
  tenant: Tenant,
  request: Request,
  client: ClientApplication,
  parameters: Parameters,
): Promise<StoredLogin | undefined> {
  const cookies = parseCookie(request.get('cookie') ?? '');
  const hinted = await hintedLogin(tenant, request, client, parameters['id_token_hint']);
  const login = hinted ?? tenant.logins.findByCookie(cookies[loginCookieName(client.id ?? '')] ?? '');
  if (!login?.granted || login.revoked || login.client?.reference !== `ClientApplication/${client.id}`) {
    return undefined;
  }
  const ageSeconds = (tenant.clock().getTime() - new Date(login.authTime).getTime()) / 1000;
  const maxAge = parameters['max_age'];
  return ageSeconds < (maxAge ? Number(maxAge) : defaultMaxAgeSeconds) ? login : undefined;
}

/** A hint has to be an id_token that was made for this client; another client's, or an access token, tells nothing. */
async function hintedLogin(
  tenant: Tenant,
  request: Request,
  client: ClientApplication,
  hint: string | undefined,
): Promise<StoredLogin | undefined> {
  const claims = hint ? await verifyToken(tenant, hint, issuerOf(tenant, request)) : undefined;
  return claims && claims.aud === client.id ? tenant.logins.get(claims.login_id) : undefined;
}
