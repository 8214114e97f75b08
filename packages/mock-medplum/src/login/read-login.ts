import { notFound, OperationOutcomeError } from '@medplum/core';
import type { StoredLogin } from '#tenant/logins.ts';
import type { Tenant } from '#tenant/tenant.ts';

/**
 * Returns a login by its id.
 *
 * @throws OperationOutcomeError 404.
 */
export function readLogin(tenant: Tenant, id: string): StoredLogin {
  const login = tenant.logins.get(id);
  if (!login) {
    throw new OperationOutcomeError(notFound);
  }
  return login;
}
