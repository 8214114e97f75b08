import { allOk, badRequest, notFound, OperationOutcomeError, resolveId, type WithId } from '@medplum/core';
import type { User } from '@medplum/fhirtypes';
import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import { requestPasswordReset } from '#accounts/password-reset.ts';
import { updateAsSystem } from '#accounts/write-as-system.ts';
import { readBody } from '#http/read-body.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { enrolledMethods } from '#login/mfa-methods.ts';
import { createTotpSecret } from '#login/totp.ts';
import { sendMail } from '#mail/send-mail.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { findMember, type MemberParameters } from './members.ts';

const methodRule = 'Method must be "totp" or "email"';

const resetBody = z.object({ method: z.enum(['totp', 'email'], methodRule).optional() });

/** `POST …/members/:membershipId/mfa/reset`: removes a factor that a member has lost, without a code. */
export function resetMemberMfa(tenant: Tenant): RequestHandler<MemberParameters> {
  return async (request, response) => {
    const { method = 'totp' } = readBody(tenant, request, resetBody);
    const user = await memberUser(tenant, response, request.params.membershipId);
    const enrolled = enrolledMethods(user);
    if (!enrolled.includes(method)) {
      throw new OperationOutcomeError(badRequest(`User is not enrolled in MFA method: ${method}`));
    }
    const left = enrolled.filter((other) => other !== method);
    const secret = method === 'totp' && { mfaSecret: createTotpSecret(tenant) };
    updateAsSystem(tenant, { ...user, ...secret, mfaEnrolled: left.length > 0, mfaMethod: left });
    sendMail(tenant, user, 'Your multi-factor authentication has been reset', [
      'An administrator has removed a second factor of your account. If you did not expect this, tell them.',
    ]);
    sendOutcome(response, allOk);
  };
}

/** `POST …/members/:membershipId/resetpassword`: mails a member the link to set a password. */
export function resetMemberPassword(tenant: Tenant): RequestHandler<MemberParameters> {
  return async (request, response) => {
    const user = await memberUser(tenant, response, request.params.membershipId);
    if (!user.email) {
      throw new OperationOutcomeError(badRequest('User does not have an email address'));
    }
    requestPasswordReset(tenant, user, { sendEmail: true });
    sendOutcome(response, allOk);
  };
}

async function memberUser(tenant: Tenant, response: Response, membershipId: string): Promise<WithId<User>> {
  const membership = await findMember(tenant, response, membershipId);
  const user = tenant.store.get('User', resolveId(membership.user) ?? '');
  if (!user) {
    throw new OperationOutcomeError(notFound);
  }
  return user as WithId<User>;
}
