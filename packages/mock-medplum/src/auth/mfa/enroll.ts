import { allOk, badRequest, OperationOutcomeError } from '@medplum/core';
import type { RequestHandler } from 'express';
import { updateAsSystem } from '#accounts/write-as-system.ts';
import { callerOf } from '#http/caller-of.ts';
import { readBody } from '#http/read-body.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { isMailedCode } from '#login/mail-code.ts';
import { allowedMethods, enrolledMethods } from '#login/mfa-methods.ts';
import { signedInLogin, signedInUser } from '#login/signed-in-user.ts';
import { isTotpOf, totpSecretOf } from '#login/totp.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { mfaBody, methodOf, tokenOf } from './mfa-body.ts';

/** `POST /auth/mfa/enroll`: a signed-in user adds a second factor by sending one of its codes. */
export function enroll(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const body = readBody(tenant, request, mfaBody);
    const user = signedInUser(tenant, response);
    const method = methodOf(body.method);
    const enrolled = enrolledMethods(user);
    if (enrolled.includes(method)) {
      throw new OperationOutcomeError(badRequest('Already enrolled'));
    }
    if (!allowedMethods(callerOf(response).project).includes(method)) {
      throw new OperationOutcomeError(badRequest('MFA method not allowed'));
    }
    const isRight =
      method === 'totp'
        ? isTotpOf(tenant, totpSecretOf(user), tokenOf(body.token))
        : isMailedCode(tenant, signedInLogin(tenant, response), tokenOf(body.token));
    if (!isRight) {
      throw new OperationOutcomeError(badRequest('Invalid token'));
    }
    const verified = method === 'email' && { emailVerified: true };
    updateAsSystem(tenant, { ...user, ...verified, mfaEnrolled: true, mfaMethod: [...enrolled, method] });
    sendOutcome(response, allOk);
  };
}
