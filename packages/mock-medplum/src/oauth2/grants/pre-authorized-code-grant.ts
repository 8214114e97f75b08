import { hash } from 'node:crypto';
import { isClientActive } from '#caller/client-secret.ts';
import { OAuthError } from '#http/oauth-error.ts';
import { remoteAddressOf } from '#http/remote-address.ts';
import type { StoredLogin } from '#tenant/logins.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { checkAddress } from './check-address.ts';
import type { Grant } from './grant.ts';
import { grantedMembership } from './granted-membership.ts';

/** OpenID for Verifiable Credential Issuance §6.1: a code that an administrator's client made becomes tokens, once. */
export const preAuthorizedCodeGrant: Grant = {
  grantType: 'urn:ietf:params:oauth:grant-type:pre-authorized_code',
  parameters: ['client_id', 'pre-authorized_code'],
  isAdvertised: false,

  redeem({ tenant, request, parameters }) {
    const { client_id: clientId, 'pre-authorized_code': code } = parameters;
    if (clientId === undefined) {
      throw new OAuthError('invalid_request', 'Missing client_id');
    }
    if (code === undefined) {
      throw new OAuthError('invalid_request', 'Missing pre-authorized_code');
    }
    const client = tenant.store.get('ClientApplication', clientId);
    if (!client) {
      throw new OAuthError('invalid_client', 'Invalid client');
    }
    if (!isClientActive(client)) {
      throw new OAuthError('invalid_request', 'Invalid client');
    }
    const login = tenant.logins.findByPreAuthorizedCodeHash(hash('sha256', code));
    if (!login) {
      throw new OAuthError('invalid_request', 'Invalid pre-authorized_code');
    }
    if (login.client?.reference !== `ClientApplication/${clientId}`) {
      throw new OAuthError('invalid_request', 'Invalid client');
    }
    checkUsable(tenant, login);
    const membership = grantedMembership(tenant, login);
    checkAddress(tenant, membership, remoteAddressOf(request));
    return { login: tenant.logins.save({ ...login, granted: true }), membership, client };
  },
};

function checkUsable(tenant: Tenant, login: StoredLogin): void {
  if (new Date(login.expiresAt ?? 0) <= tenant.clock()) {
    throw new OAuthError('invalid_grant', 'Pre-authorized code expired');
  }
  if (login.granted) {
    // Someone else may hold the tokens of the first exchange.
    tenant.logins.save({ ...login, revoked: true });
    throw new OAuthError('invalid_grant', 'Token already granted');
  }
  if (login.revoked) {
    throw new OAuthError('invalid_grant', 'Token revoked');
  }
}
