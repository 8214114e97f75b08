import type { User } from '@medplum/fhirtypes';
import type { Tenant } from '#tenant/tenant.ts';

/** Puts a message to a user into the tenant's outbox. A user without an address gets none. */
export function sendMail(tenant: Tenant, { email }: User, subject: string, lines: readonly string[]): void {
  if (email) {
    tenant.outbox.add({ to: email, subject, text: lines.join('\n'), sentAt: tenant.clock().toISOString() });
  }
}
