import { allOk, badRequest, OperationOutcomeError } from '@medplum/core';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { findProjectUser, findServerUser } from '#accounts/find-users.ts';
import { requestPasswordReset } from '#accounts/password-reset.ts';
import { readBody } from '#http/read-body.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { newEmail } from './account-fields.ts';
import { checkRecaptcha } from './check-recaptcha.ts';

const resetPasswordBody = z.object({
  email: newEmail,
  projectId: z.string().nullish(),
  redirectUri: z.string().nullish(),
  sendEmail: z.unknown().optional(),
  recaptchaSiteKey: z.string().nullish(),
  recaptchaToken: z.unknown().optional(),
});

/** `POST /auth/resetpassword`: mails a link. The answer does not tell whether there is such a user. */
export function resetPassword(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const body = readBody(tenant, request, resetPasswordBody);
    const { email, projectId, redirectUri, sendEmail } = body;
    checkRecaptcha(tenant, body);
    checkNoIdentityProvider(tenant, email);
    const user = projectId ? findProjectUser(tenant.store, email, projectId) : findServerUser(tenant.store, email);
    if (user) {
      requestPasswordReset(tenant, user, { redirectUri: redirectUri ?? undefined, sendEmail: sendEmail !== false });
    }
    sendOutcome(response, allOk);
  };
}

function checkNoIdentityProvider({ store }: Tenant, email: string): void {
  const domain = email.split('@').at(-1);
  const known = [...store.list('DomainConfiguration')].find((configuration) => configuration.domain === domain);
  if (known?.identityProvider) {
    throw new OperationOutcomeError(
      badRequest('Cannot reset password for external auth. Contact your system administrator.'),
    );
  }
}
