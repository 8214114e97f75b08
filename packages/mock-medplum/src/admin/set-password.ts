import { allOk, badRequest, OperationOutcomeError } from '@medplum/core';
import type { RequestHandler } from 'express';
import { findProjectUser } from '#accounts/find-users.ts';
import { replacePassword } from '#accounts/replace-password.ts';
import { callerOf } from '#http/caller-of.ts';
import { readBody } from '#http/read-body.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { passwordBody } from './password-body.ts';

/** `POST /admin/projects/setpassword`: sets the password of a user who belongs to the caller's project alone. */
export function setUserPassword(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const { email, password } = readBody(tenant, request, passwordBody);
    const user = findProjectUser(tenant.store, email, callerOf(response).project.id ?? '');
    if (!user) {
      throw new OperationOutcomeError(badRequest('User not found'));
    }
    replacePassword(tenant, user, password);
    sendOutcome(response, allOk);
  };
}
