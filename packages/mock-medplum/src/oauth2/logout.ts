import { allOk, badRequest, OperationOutcomeError } from '@medplum/core';
import type { RequestHandler } from 'express';
import { callerOf } from '#http/caller-of.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { clearLoginCookie } from '#login/login-cookie.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** `GET` and `POST /oauth2/logout`: ends the login of the token: its tokens, its refresh token and its cookie. */
export function logout(tenant: Tenant): RequestHandler {
  return (_request, response) => {
    const login = tenant.logins.get(callerOf(response).login?.id ?? '');
    if (!login) {
      // With Basic there is nothing to end.
      throw new OperationOutcomeError(badRequest('Missing id'));
    }
    tenant.logins.save({ ...login, revoked: true });
    clearLoginCookie(response, login);
    sendOutcome(response, allOk);
  };
}
