import type { ClientApplication } from '@medplum/fhirtypes';
import { isAcceptedSecret } from '#caller/client-secret.ts';
import { OAuthError } from '#http/oauth-error.ts';
import { isVerifierOf } from '#login/pkce.ts';
import { clientParameters, readClientCredentials } from '#oauth2/client-authentication/client-credentials.ts';
import type { StoredLogin } from '#tenant/logins.ts';
import type { Tenant } from '#tenant/tenant.ts';
import type { Grant } from './grant.ts';
import { grantedMembership } from './granted-membership.ts';
import { loginClient } from './login-client.ts';

/** A code is good for ten minutes at most (RFC 6749 §4.1.2). */
const codeLifetimeMs = 600_000;

/** RFC 6749 §4.1.3 and RFC 7636 §4.5: the code of a sign-in, and the verifier of who began it, become tokens, once. */
export const authorizationCodeGrant: Grant = {
  grantType: 'authorization_code',
  parameters: ['code', 'code_verifier', ...clientParameters],
  isAdvertised: true,

  async redeem(tokenRequest) {
    const { tenant, parameters } = tokenRequest;
    const { id: clientId, secret } = await readClientCredentials(tokenRequest);
    const login = findLogin(tenant, parameters['code']);
    if (clientId && login.client?.reference !== `ClientApplication/${clientId}`) {
      throw new OAuthError('invalid_request', 'Invalid client');
    }
    checkUnused(tenant, login);
    const client = loginClient(tenant, login);
    checkVerifier(login, client, parameters['code_verifier']);
    if (client?.pkceOptional && secret && !isAcceptedSecret(client, secret)) {
      throw new OAuthError('invalid_request', 'Invalid secret');
    }
    const membership = grantedMembership(tenant, login);
    // There is no await between the check and the save, so only one of two simultaneous requests gets tokens.
    return { login: tenant.logins.save({ ...login, granted: true }), membership, client };
  },
};

function findLogin(tenant: Tenant, code: string | undefined): StoredLogin {
  if (!code) {
    throw new OAuthError('invalid_request', 'Missing code');
  }
  const login = tenant.logins.findByCode(code);
  if (!login) {
    throw new OAuthError('invalid_request', 'Invalid code');
  }
  return login;
}

function checkUnused(tenant: Tenant, login: StoredLogin): void {
  if (!login.membership) {
    throw new OAuthError('invalid_request', 'Invalid profile');
  }
  if (login.granted) {
    // Someone else may hold the tokens of the first exchange (RFC 6749 §4.1.2).
    tenant.logins.save({ ...login, revoked: true });
    throw new OAuthError('invalid_grant', 'Token already granted');
  }
  if (login.revoked) {
    throw new OAuthError('invalid_grant', 'Token revoked');
  }
  const issuedAt = new Date(login.meta?.lastUpdated ?? login.authTime);
  if (tenant.clock().getTime() - issuedAt.getTime() > codeLifetimeMs) {
    throw new OAuthError('invalid_grant', 'Code expired');
  }
}

function checkVerifier(login: StoredLogin, client: ClientApplication | undefined, verifier: string | undefined): void {
  if (login.codeChallenge) {
    if (!verifier) {
      throw new OAuthError('invalid_request', 'Missing code verifier');
    }
    if (!isVerifierOf(login, verifier)) {
      throw new OAuthError('invalid_request', 'Invalid code verifier');
    }
    return;
  }
  // A verifier without a challenge means that someone took the challenge out (RFC 9700 §4.8.2).
  if (!client?.pkceOptional || verifier) {
    throw new OAuthError('invalid_request', 'Missing verification context');
  }
}
