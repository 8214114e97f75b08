import { createReference } from '@medplum/core';
import type { ClientApplication, ProjectMembership } from '@medplum/fhirtypes';
import { isAcceptedSecret, isClientActive } from '#caller/client-secret.ts';
import { findClientMembership } from '#caller/find-membership.ts';
import { OAuthError } from '#http/oauth-error.ts';
import { remoteAddressOf } from '#http/remote-address.ts';
import { clientParameters, readClientCredentials } from '#oauth2/client-authentication/client-credentials.ts';
import type { TokenRequest } from '#oauth2/client-authentication/token-request.ts';
import type { StoredLogin } from '#tenant/logins.ts';
import { checkAddress } from './check-address.ts';
import type { Grant } from './grant.ts';

/** RFC 6749 §4.4: a machine signs in as itself. It gets no refresh token, and needs none. */
export const clientCredentialsGrant: Grant = {
  grantType: 'client_credentials',
  parameters: ['scope', ...clientParameters],
  isAdvertised: true,

  async redeem(tokenRequest) {
    const { tenant, request } = tokenRequest;
    const client = await authenticateClient(tokenRequest);
    const membership = findClientMembership(tenant.store, client.id ?? '');
    if (!membership) {
      throw new OAuthError('invalid_request', 'Invalid client');
    }
    checkAddress(tenant, membership, remoteAddressOf(request));
    return { login: saveLogin(tokenRequest, client, membership), membership, client };
  },
};

async function authenticateClient(tokenRequest: TokenRequest): Promise<ClientApplication> {
  const { tenant } = tokenRequest;
  const { id, secret } = await readClientCredentials(tokenRequest);
  if (!id) {
    throw new OAuthError('invalid_request', 'Missing client_id');
  }
  if (!secret) {
    throw new OAuthError('invalid_request', 'Missing client_secret');
  }
  const client = tenant.store.get('ClientApplication', id);
  if (!client?.secret || !isClientActive(client)) {
    throw new OAuthError('invalid_request', 'Invalid client');
  }
  if (!isAcceptedSecret(client, secret)) {
    throw new OAuthError('invalid_request', 'Invalid secret');
  }
  return client;
}

function saveLogin(
  { tenant, request, parameters }: TokenRequest,
  client: ClientApplication,
  membership: ProjectMembership,
): StoredLogin {
  const userAgent = request.get('user-agent');
  return tenant.logins.save({
    resourceType: 'Login',
    id: tenant.random.uuid(),
    authMethod: 'client',
    authTime: tenant.clock().toISOString(),
    user: createReference(client),
    client: createReference(client),
    membership: createReference(membership),
    scope: parameters['scope'] || 'openid',
    granted: true,
    remoteAddress: remoteAddressOf(request),
    ...(userAgent && { userAgent }),
  });
}
