import type { WithId } from '@medplum/core';
import type { User } from '@medplum/fhirtypes';
import { sendMail } from '#mail/send-mail.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { createSecurityRequest, securityRequestUrl } from './security-request.ts';

/** How to reset a password. */
export type PasswordReset = Readonly<{ redirectUri?: string | undefined; sendEmail: boolean }>;

/** Makes a request to reset a user's password, and mails its link unless the caller sends a mail of its own. */
export function requestPasswordReset(tenant: Tenant, user: WithId<User>, reset: PasswordReset): void {
  const request = createSecurityRequest(tenant, user, 'reset', reset.redirectUri);
  if (reset.sendEmail) {
    sendMail(tenant, user, 'Medplum Password Reset', [
      'A new password was asked for. To set one, open:',
      securityRequestUrl(tenant, 'setpassword', request),
    ]);
  }
}
