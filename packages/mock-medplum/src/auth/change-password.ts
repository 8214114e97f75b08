import { allOk, badRequest, OperationOutcomeError } from '@medplum/core';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { constantTimeEqual } from '#caller/constant-time-equal.ts';
import { readBody } from '#http/read-body.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { signedInUser } from '#login/signed-in-user.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { changedPassword } from './account-fields.ts';

const changePasswordBody = z.object({
  oldPassword: z.string('Missing oldPassword').min(1, 'Missing oldPassword'),
  newPassword: changedPassword,
});

/** `POST /auth/changepassword`: a signed-in user who gives the old password sets a new one. */
export function changePassword(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const { oldPassword, newPassword } = readBody(tenant, request, changePasswordBody);
    const user = signedInUser(tenant, response);
    if (!constantTimeEqual(tenant.passwords.get(user.id) ?? '', oldPassword)) {
      throw new OperationOutcomeError(badRequest('Incorrect password', 'oldPassword'));
    }
    tenant.passwords.set(user.id, newPassword);
    sendOutcome(response, allOk);
  };
}
