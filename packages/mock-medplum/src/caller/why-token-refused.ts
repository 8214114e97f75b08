import type { Reason } from '#reason/reason.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { decodeClaims } from '#token/decode-claims.ts';

/**
 * Says why a token is refused that was refused already: the checks of the token are gone through once more, and each has
 * its name here. The result is only for the log.
 *
 * @param use - What the token was used as.
 */
export async function whyTokenRefused(tenant: Tenant, token: string, use: 'access' | 'refresh'): Promise<Reason> {
  const claims = decodeClaims(token);
  if (!claims) {
    return { rule: 'RFC 7519 §7.2', because: 'The token is no JWT.' };
  }
  if (claims['iss'] !== tenant.baseUrl) {
    return {
      rule: 'RFC 7519 §4.1.1 (iss)',
      because: `The issuer is ${JSON.stringify(claims['iss'])}, not ${tenant.baseUrl}.`,
    };
  }
  if (!(await tenant.keys.verify(token))) {
    return { rule: 'RFC 8725 §3.1, §3.3', because: 'No key of this issuer made the signature.' };
  }
  return whyTimeRefused(tenant, (await tenant.keys.verify(token)) ?? claims) ?? whyUseRefused(tenant, claims, use);
}

function whyTimeRefused(tenant: Tenant, { exp, nbf }: Readonly<Record<string, unknown>>): Reason | undefined {
  const now = Math.floor(tenant.clock().getTime() / 1000);
  if (typeof exp !== 'number' || now >= exp) {
    return { rule: 'RFC 7519 §4.1.4 (exp)', because: `The token expired ${now - Number(exp)} s ago.` };
  }
  if (typeof nbf !== 'number' || nbf > now) {
    return { rule: 'RFC 7519 §4.1.5 (nbf)', because: `The token is not good before another ${Number(nbf) - now} s.` };
  }
  return undefined;
}

function whyUseRefused(tenant: Tenant, claims: Readonly<Record<string, unknown>>, use: 'access' | 'refresh'): Reason {
  const isRefresh = claims['refresh_secret'] !== undefined;
  if (use === 'refresh' && !isRefresh) {
    return { rule: 'RFC 6749 §6', because: 'This is no refresh token.' };
  }
  if (use === 'access' && isRefresh) {
    return { rule: 'RFC 6749 §1.5', because: 'A refresh token is for the token endpoint alone.' };
  }
  if (use === 'access' && claims['aud'] !== tenant.baseUrl) {
    return {
      rule: 'RFC 7519 §4.1.3 (aud)',
      because: `The audience is ${JSON.stringify(claims['aud'])}: an id token is for its client.`,
    };
  }
  const login = tenant.logins.get(String(claims['login_id']));
  if (!login) {
    return { rule: 'RFC 6750 §3.1', because: 'The login of the token is not known, as after a reset.' };
  }
  return login.revoked
    ? { rule: 'RFC 7009 §2', because: 'The login of the token was ended.' }
    : { rule: 'ProjectMembership.active', because: 'The membership behind the token was ended.' };
}
