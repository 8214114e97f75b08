import { allOk, badRequest, OperationOutcomeError } from '@medplum/core';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { replacePassword } from '#accounts/replace-password.ts';
import { constantTimeEqual } from '#caller/constant-time-equal.ts';
import { callerOf } from '#http/caller-of.ts';
import { readBody } from '#http/read-body.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { readReference } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { passwordField } from './account-fields.ts';

const changePasswordBody = z.object({
  oldPassword: z.string('Missing oldPassword').min(1, 'Missing oldPassword'),
  newPassword: passwordField,
});

/** `POST /auth/changepassword`: a signed-in user who gives the old password sets a new one, and is signed out everywhere. */
export function changePassword(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const { oldPassword, newPassword } = readBody(tenant, request, changePasswordBody);
    const user = readReference(tenant.store, callerOf(response).authenticatedMembership.user);
    const known = tenant.passwords.get(user.id ?? '');
    if (user.resourceType !== 'User' || known === undefined) {
      throw new OperationOutcomeError(badRequest('Existing password not set', 'oldPassword'));
    }
    if (!constantTimeEqual(known, oldPassword)) {
      throw new OperationOutcomeError(badRequest('Incorrect password', 'oldPassword'));
    }
    replacePassword(tenant, user, newPassword);
    sendOutcome(response, allOk);
  };
}
