import { allOk, badRequest, OperationOutcomeError } from '@medplum/core';
import type { RequestHandler } from 'express';
import { updateAsSystem } from '#accounts/write-as-system.ts';
import { callerOf } from '#http/caller-of.ts';
import { readBody } from '#http/read-body.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { enrolledMethods, isMfaRequired, type MfaMethod } from '#login/mfa-methods.ts';
import { signedInLogin, signedInUser } from '#login/signed-in-user.ts';
import { createTotpSecret } from '#login/totp.ts';
import { isProven } from '#login/verify-mfa.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { mfaBody, tokenOf } from './mfa-body.ts';

/** `POST /auth/mfa/disable`: a signed-in user removes one factor, or all. The codes of a removed app are refused. */
export function disable(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const user = signedInUser(tenant, response);
    if (!user.mfaEnrolled) {
      throw new OperationOutcomeError(badRequest('User not enrolled in MFA'));
    }
    const body = readBody(tenant, request, mfaBody);
    const enrolled = enrolledMethods(user);
    const removed = removedMethods(body.method, enrolled);
    const left = enrolled.filter((method) => !removed.includes(method));
    if (left.length === 0 && isMfaRequired(user, callerOf(response).project)) {
      throw new OperationOutcomeError(badRequest('Cannot remove the last MFA factor because MFA is required'));
    }
    const token = tokenOf(body.token);
    if (!isProven(tenant, signedInLogin(tenant, response), user, { token, methods: enrolled })) {
      throw new OperationOutcomeError(badRequest('Invalid token'));
    }
    const secret = removed.includes('totp') && { mfaSecret: createTotpSecret(tenant) };
    updateAsSystem(tenant, { ...user, ...secret, mfaEnrolled: left.length > 0, mfaMethod: left });
    sendOutcome(response, allOk);
  };
}

function removedMethods(method: unknown, enrolled: readonly MfaMethod[]): readonly MfaMethod[] {
  if (method === undefined) {
    return enrolled;
  }
  if (method !== 'totp' && method !== 'email') {
    throw new OperationOutcomeError(badRequest('Invalid method'));
  }
  if (!enrolled.includes(method)) {
    throw new OperationOutcomeError(badRequest('User not enrolled in MFA method'));
  }
  return [method];
}
