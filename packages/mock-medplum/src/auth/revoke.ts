import { allOk, notFound, OperationOutcomeError } from '@medplum/core';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { callerOf } from '#http/caller-of.ts';
import { readBody } from '#http/read-body.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { readLogin } from '#login/read-login.ts';
import type { Tenant } from '#tenant/tenant.ts';

const revokeBody = z.object({ loginId: z.guid('Login ID is required.') });

/** `POST /auth/revoke`: ends one of the caller's own logins, for example on a lost computer. */
export function revoke(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const found = readLogin(tenant, readBody(tenant, request, revokeBody).loginId);
    if (found.user.reference !== callerOf(response).authenticatedMembership.user?.reference) {
      throw new OperationOutcomeError(notFound);
    }
    tenant.logins.save({ ...found, revoked: true });
    sendOutcome(response, allOk);
  };
}
