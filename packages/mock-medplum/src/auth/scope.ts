import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { readBody } from '#http/read-body.ts';
import { checkOpenLogin } from '#login/check-open-login.ts';
import { readLogin } from '#login/read-login.ts';
import { sendLoginResult } from '#login/send-login-result.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { isWithinScope } from './scope-narrowing.ts';

const scopeBody = z.object({
  login: z.string('Missing login'),
  scope: z.string('Missing scope'),
});

/** `POST /auth/scope`: a user grants a client less access than it asked for. */
export function scope(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const body = readBody(tenant, request, scopeBody);
    const found = readLogin(tenant, body.login);
    checkOpenLogin(found);
    if (!found.membership) {
      throw new OperationOutcomeError(badRequest('Login profile not set'));
    }
    if (!isWithinScope(body.scope, found.scope ?? '')) {
      throw new OperationOutcomeError(badRequest('Invalid scope'));
    }
    sendLoginResult(tenant, response, tenant.logins.save({ ...found, scope: body.scope }));
  };
}
