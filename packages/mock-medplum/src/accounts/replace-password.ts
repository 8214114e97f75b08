import type { User } from '@medplum/fhirtypes';
import type { Tenant } from '#tenant/tenant.ts';

/**
 * Gives a user another password, and ends every session of theirs, that of the caller too: whoever had the old password
 * is out.
 */
export function replacePassword(tenant: Tenant, user: User, password: string): void {
  tenant.passwords.set(user.id ?? '', password);
  for (const login of tenant.logins.listByUser(`User/${user.id}`)) {
    tenant.logins.save({ ...login, revoked: true });
  }
}
