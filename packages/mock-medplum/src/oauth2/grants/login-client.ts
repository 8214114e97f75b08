import { resolveId } from '@medplum/core';
import type { ClientApplication } from '@medplum/fhirtypes';
import { OAuthError } from '#http/oauth-error.ts';
import type { StoredLogin } from '#tenant/logins.ts';
import type { Tenant } from '#tenant/tenant.ts';

/**
 * Returns the client through which a login was made; a login may have none.
 *
 * @throws OAuthError when the client was deleted.
 */
export function loginClient(tenant: Tenant, login: StoredLogin): ClientApplication | undefined {
  if (!login.client) {
    return undefined;
  }
  const client = tenant.store.get('ClientApplication', resolveId(login.client) ?? '');
  if (!client) {
    throw new OAuthError('invalid_request', 'Invalid client');
  }
  return client;
}
