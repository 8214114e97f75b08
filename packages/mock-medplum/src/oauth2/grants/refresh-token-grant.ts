import type { ClientApplication } from '@medplum/fhirtypes';
import type { Request } from 'express';
import { readBasicCredentials } from '#caller/basic-credentials.ts';
import { isAcceptedSecret } from '#caller/client-secret.ts';
import { constantTimeEqual } from '#caller/constant-time-equal.ts';
import { whyTokenRefused } from '#caller/why-token-refused.ts';
import { OAuthError } from '#http/oauth-error.ts';
import { remoteAddressOf } from '#http/remote-address.ts';
import { because } from '#reason/reason.ts';
import type { StoredLogin } from '#tenant/logins.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { issuerOf } from '#token/issuer.ts';
import { verifyToken } from '#token/verify-token.ts';
import type { Grant } from './grant.ts';
import { grantedMembership } from './granted-membership.ts';
import { loginClient } from './login-client.ts';

/** RFC 6749 §6, with rotation (RFC 9700 §4.14.2): each refresh token works once and is replaced by the next. */
export const refreshTokenGrant: Grant = {
  grantType: 'refresh_token',
  parameters: ['refresh_token'],
  isAdvertised: true,

  async redeem({ tenant, request, parameters }) {
    const claims = await verifyToken(tenant, parameters['refresh_token'] ?? '', issuerOf(tenant, request));
    const login = claims && tenant.logins.get(claims.login_id);
    if (!login?.refreshSecret || typeof claims?.refresh_secret !== 'string') {
      const reason = await whyTokenRefused(tenant, parameters['refresh_token'] ?? '', 'refresh');
      throw because(new OAuthError('invalid_request', 'Invalid refresh token'), reason);
    }
    checkRevoked(login);
    const membership = grantedMembership(tenant, login);
    if (membership.active === false) {
      throw new OAuthError('access_denied', 'Profile not active');
    }
    checkUnused(tenant, login, claims.refresh_secret);
    const client = loginClient(tenant, login);
    checkClientAuthentication(request, client);
    const rotated = tenant.logins.save({
      ...login,
      refreshSecret: tenant.random.hex(32),
      remoteAddress: remoteAddressOf(request),
    });
    return { login: rotated, membership, client, refreshEndsBySeconds: claims.exp };
  },
};

function checkRevoked({ revoked }: StoredLogin): void {
  if (revoked) {
    throw new OAuthError('invalid_grant', 'Token revoked');
  }
}

function checkUnused(tenant: Tenant, login: StoredLogin, secret: string): void {
  if (!constantTimeEqual(login.refreshSecret ?? '', secret)) {
    // A replaced token was used again, by a thief or by the victim, so the whole session ends.
    tenant.logins.save({ ...login, revoked: true });
    throw new OAuthError('invalid_request', 'Invalid token');
  }
}

/** Medplum requires no client authentication here, and checks Basic credentials when they are sent. */
function checkClientAuthentication(request: Request, client: ClientApplication | undefined): void {
  const authorization = request.get('authorization');
  if (!authorization) {
    return;
  }
  const credentials = readBasicCredentials(authorization);
  if (!credentials) {
    throw new OAuthError('invalid_request', 'Invalid authorization header');
  }
  if (!client || credentials.id !== client.id) {
    throw new OAuthError('invalid_grant', 'Incorrect client');
  }
  if (!credentials.secret) {
    throw new OAuthError('invalid_grant', 'Incorrect client secret');
  }
  if (!isAcceptedSecret(client, credentials.secret)) {
    throw new OAuthError('invalid_request', 'Invalid secret');
  }
}
