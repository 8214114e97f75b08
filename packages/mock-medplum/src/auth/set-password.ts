import { allOk, badRequest, OperationOutcomeError, type WithId } from '@medplum/core';
import type { User } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { replacePassword } from '#accounts/replace-password.ts';
import { checkSecret, checkUnused, consumeSecurityRequest, readSecurityRequest } from '#accounts/security-request.ts';
import { updateAsSystem } from '#accounts/write-as-system.ts';
import { readBody } from '#http/read-body.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { readReference } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { passwordField } from './account-fields.ts';

const setPasswordBody = z.object({
  id: z.guid('Invalid request ID'),
  secret: z.string('Missing secret').min(1, 'Missing secret'),
  password: passwordField,
});

/** `POST /auth/setpassword`: the reader of an invitation or a reset mail sets a password, and so proves the address. */
export function setPassword(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const { id, secret, password } = readBody(tenant, request, setPasswordBody);
    const found = readSecurityRequest(tenant, id);
    checkUnused(found);
    if (found.type === 'verify-email') {
      throw new OperationOutcomeError(badRequest('Invalid request type'));
    }
    checkSecret(found, secret);
    const user = readReference(tenant.store, found.user) as WithId<User>;
    replacePassword(tenant, user, password);
    updateAsSystem(tenant, { ...user, emailVerified: true });
    consumeSecurityRequest(tenant, found);
    sendOutcome(response, allOk);
  };
}
