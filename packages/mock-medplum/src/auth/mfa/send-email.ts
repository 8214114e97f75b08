import { allOk, badRequest, OperationOutcomeError } from '@medplum/core';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { callerOf } from '#http/caller-of.ts';
import { readBody } from '#http/read-body.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { mailCode } from '#login/mail-code.ts';
import { allowedMethods, enrolledMethods, userOfLogin } from '#login/mfa-methods.ts';
import { readLogin } from '#login/read-login.ts';
import { signedInLogin, signedInUser } from '#login/signed-in-user.ts';
import { checkMfaPending } from '#login/verify-mfa.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { loginField } from './mfa-body.ts';

const sendEmailBody = z.object({ login: loginField });

/** `POST /auth/mfa/send-email`: mails the code of a sign-in, again if need be. */
export function sendLoginEmail(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const login = readLogin(tenant, readBody(tenant, request, sendEmailBody).login);
    checkMfaPending(login);
    const user = userOfLogin(tenant, login);
    if (!enrolledMethods(user).includes('email')) {
      throw new OperationOutcomeError(badRequest('User not enrolled in email MFA'));
    }
    mailCode(tenant, login, user);
    sendOutcome(response, allOk);
  };
}

/** `POST /auth/mfa/send-email-challenge`: mails a code to a signed-in user, to enrol by mail or to remove a factor. */
export function sendEmailChallenge(tenant: Tenant): RequestHandler {
  return (_request, response) => {
    const user = signedInUser(tenant, response);
    const known = [...allowedMethods(callerOf(response).project), ...enrolledMethods(user)];
    if (!known.includes('email')) {
      throw new OperationOutcomeError(badRequest('Email MFA not available'));
    }
    mailCode(tenant, signedInLogin(tenant, response), user);
    sendOutcome(response, allOk);
  };
}
