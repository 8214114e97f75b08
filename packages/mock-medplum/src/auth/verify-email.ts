import { allOk, badRequest, OperationOutcomeError, type WithId } from '@medplum/core';
import type { User } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { checkSecret, checkUnused, consumeSecurityRequest, readSecurityRequest } from '#accounts/security-request.ts';
import { updateAsSystem } from '#accounts/write-as-system.ts';
import { readBody } from '#http/read-body.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { readReference } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';

const verifyEmailBody = z.object({
  id: z.guid('Invalid request ID'),
  secret: z.string('Missing secret').min(1, 'Missing secret'),
});

/** `POST /auth/verifyemail`: the reader of a mail proves to own the address. */
export function verifyEmail(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const { id, secret } = readBody(tenant, request, verifyEmailBody);
    const found = readSecurityRequest(tenant, id);
    if (found.type !== 'verify-email') {
      throw new OperationOutcomeError(badRequest('Invalid user security request type'));
    }
    checkUnused(found);
    checkSecret(found, secret);
    const user = readReference(tenant.store, found.user) as WithId<User>;
    updateAsSystem(tenant, { ...user, emailVerified: true });
    consumeSecurityRequest(tenant, found);
    sendOutcome(response, allOk);
  };
}
