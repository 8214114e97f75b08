import { allOk, badRequest, OperationOutcomeError } from '@medplum/core';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { findProjectUser } from '#accounts/find-users.ts';
import { callerOf } from '#http/caller-of.ts';
import { readBody } from '#http/read-body.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import type { Tenant } from '#tenant/tenant.ts';

const setPasswordBody = z.object({
  email: z.email('Valid email address is required'),
  password: z
    .string('Password must be at least 8 characters')
    .min(8, 'Password must be at least 8 characters')
    .refine((password) => Buffer.byteLength(password) <= 72, 'Password must be no more than 72 characters'),
});

/** `POST /admin/projects/setpassword`: sets the password of a user who belongs to the caller's project alone. */
export function setUserPassword(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const { email, password } = readBody(tenant, request, setPasswordBody);
    const user = findProjectUser(tenant.store, email, callerOf(response).project.id ?? '');
    if (!user) {
      throw new OperationOutcomeError(badRequest('User not found'));
    }
    tenant.passwords.set(user.id, password);
    sendOutcome(response, allOk);
  };
}
