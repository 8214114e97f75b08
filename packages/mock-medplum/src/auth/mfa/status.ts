import type { RequestHandler } from 'express';
import { callerOf } from '#http/caller-of.ts';
import { allowedMethods, enrolledMethods, isMfaRequired } from '#login/mfa-methods.ts';
import { signedInUser } from '#login/signed-in-user.ts';
import { totpEnrollment } from '#login/totp.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** `GET /auth/mfa/status`: the second factors of the signed-in user, and how to enrol an authenticator app. */
export function status(tenant: Tenant): RequestHandler {
  return (_request, response) => {
    const { project } = callerOf(response);
    const user = signedInUser(tenant, response);
    response.json({
      enrolled: user.mfaEnrolled === true,
      enrolledMethods: enrolledMethods(user),
      allowedMethods: allowedMethods(project),
      mfaRequired: isMfaRequired(user, project),
      email: user.email,
      ...totpEnrollment(tenant, user, project),
    });
  };
}
