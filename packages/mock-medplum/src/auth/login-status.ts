import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { checkInput } from '#http/read-body.ts';
import { readLogin } from '#login/read-login.ts';
import { sendLoginResult } from '#login/send-login-result.ts';
import type { Tenant } from '#tenant/tenant.ts';

const statusParameters = z.object({ login: z.guid('Login ID is required') });

/** `GET /auth/login/:login`: the state of a sign-in that has begun, in the form of its last step's answer. */
export function loginStatus(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const found = readLogin(tenant, checkInput(tenant, request.params, statusParameters).login);
    if (found.granted) {
      throw new OperationOutcomeError(badRequest('Login already granted'));
    }
    if (found.revoked) {
      throw new OperationOutcomeError(badRequest('Login revoked'));
    }
    sendLoginResult(tenant, response, found);
  };
}
