import { badRequest, OperationOutcomeError, type WithId } from '@medplum/core';
import type { User } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import { updateAsSystem } from '#accounts/write-as-system.ts';
import { readBody } from '#http/read-body.ts';
import { enrolledMethods, type MfaMethod, userOfLogin } from '#login/mfa-methods.ts';
import { readLogin } from '#login/read-login.ts';
import { sendLoginResult } from '#login/send-login-result.ts';
import { totpSecretOf } from '#login/totp.ts';
import { checkMfaPending, passMfa } from '#login/verify-mfa.ts';
import type { StoredLogin } from '#tenant/logins.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { loginField, mfaBody, methodOf, tokenOf } from './mfa-body.ts';

const loginEnrollBody = mfaBody.extend({ login: loginField });

/** `POST /auth/mfa/login-enroll`: a user who must have a second factor enrols during the sign-in. */
export function loginEnroll(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const body = readBody(tenant, request, loginEnrollBody);
    const login = readLogin(tenant, body.login);
    const user = userOfLogin(tenant, login);
    if (user.mfaEnrolled) {
      throw new OperationOutcomeError(badRequest('Already enrolled'));
    }
    if (methodOf(body.method) === 'email') {
      enrollByMail(tenant, login, user);
      sendLoginResult(tenant, response, login);
      return;
    }
    totpSecretOf(user);
    const token = tokenOf(body.token);
    checkMfaPending(login);
    const passed = passMfa(tenant, login, { token, methods: ['totp'] });
    addMethod(tenant, user, 'totp');
    sendLoginResult(tenant, response, passed);
  };
}

/** The code that is mailed next proves the address, before the login goes on. */
function enrollByMail(tenant: Tenant, login: StoredLogin, user: User): void {
  checkMfaPending(login);
  addMethod(tenant, user, 'email');
}

function addMethod(tenant: Tenant, user: User, method: MfaMethod): void {
  const mfaMethod = [...enrolledMethods(user), method];
  updateAsSystem(tenant, { ...(user as WithId<User>), mfaEnrolled: true, mfaMethod });
}
