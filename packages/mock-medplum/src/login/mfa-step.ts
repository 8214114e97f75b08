import type { WithId } from '@medplum/core';
import type { User } from '@medplum/fhirtypes';
import type { StoredLogin } from '#tenant/logins.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { mailCode } from './mail-code.ts';
import {
  allowedMethods,
  enrolledMethods,
  isMfaRequired,
  type MfaMethod,
  projectOfLogin,
  userOfLogin,
} from './mfa-methods.ts';
import { type TotpEnrollment, totpEnrollment } from './totp.ts';

/** What a sign-in still asks of the user. */
export type MfaStep =
  | Readonly<{ mfaRequired: true; mfaMethods: MfaMethod[]; email: string | undefined }>
  | (Readonly<{ mfaEnrollRequired: true; allowedMfaMethods: MfaMethod[] }> & TotpEnrollment);

/**
 * Returns the second factor that stands between a login and its code. Only sign-ins with a password have one: an
 * identity provider looks after its own.
 */
export function mfaStep(tenant: Tenant, login: StoredLogin): MfaStep | undefined {
  if (login.authMethod !== 'password' || login.mfaVerified) {
    return undefined;
  }
  const user = userOfLogin(tenant, login);
  if (user.mfaEnrolled) {
    return challenge(tenant, login, user);
  }
  const project = projectOfLogin(tenant, login);
  if (!isMfaRequired(user, project)) {
    return undefined;
  }
  const enrollment = totpEnrollment(tenant, user as WithId<User>, project);
  return { mfaEnrollRequired: true, ...enrollment, allowedMfaMethods: allowedMethods(project) };
}

/** A user whose only factor is the mail gets the code at once, one mail per login. */
function challenge(tenant: Tenant, login: StoredLogin, user: User): MfaStep {
  const mfaMethods = enrolledMethods(user);
  if (mfaMethods.length === 1 && mfaMethods[0] === 'email' && !login.emailMfa) {
    mailCode(tenant, login, user);
  }
  return { mfaRequired: true, mfaMethods, email: user.email };
}
