import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { User } from '@medplum/fhirtypes';
import type { StoredLogin } from '#tenant/logins.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { checkOpenLogin } from './check-open-login.ts';
import { isMailedCode } from './mail-code.ts';
import { enrolledMethods, type MfaMethod, userOfLogin } from './mfa-methods.ts';
import { isTotpOf } from './totp.ts';

/** A login ends after this many wrong codes (RFC 4226 §7.3). */
const maxFailures = 5;

const failures = new WeakMap<Tenant, Map<string, number>>();

/** A code, and the methods that may have produced it. */
export type MfaProof = Readonly<{ token: string; methods: readonly MfaMethod[] }>;

/**
 * Takes the second factor of a user. Who has a key and has not enrolled yet proves it too, as with Medplum.
 *
 * @throws OperationOutcomeError 400.
 */
export function verifyMfa(tenant: Tenant, login: StoredLogin, token: string): StoredLogin {
  checkMfaPending(login);
  const user = userOfLogin(tenant, login);
  if (!user.mfaEnrolled && !user.mfaSecret) {
    throw new OperationOutcomeError(badRequest('User not enrolled in MFA'));
  }
  return passMfa(tenant, login, { token, methods: user.mfaEnrolled ? enrolledMethods(user) : ['totp'] });
}

/**
 * Lets a login past its second factor if the code is right. A login that is guessed at is over.
 *
 * @throws OperationOutcomeError 400.
 */
export function passMfa(tenant: Tenant, login: StoredLogin, proof: MfaProof): StoredLogin {
  if (!isProven(tenant, login, userOfLogin(tenant, login), proof)) {
    countFailure(tenant, login);
    throw new OperationOutcomeError(badRequest('Invalid MFA token'));
  }
  const { emailMfa: _used, ...kept } = login;
  return tenant.logins.save({ ...kept, mfaVerified: true });
}

/** Tells whether a code proves control of one of the methods. */
export function isProven(tenant: Tenant, login: StoredLogin, user: User, { token, methods }: MfaProof): boolean {
  const byApp = methods.includes('totp') && user.mfaSecret !== undefined && isTotpOf(tenant, user.mfaSecret, token);
  return byApp || (methods.includes('email') && isMailedCode(tenant, login, token));
}

/** @throws OperationOutcomeError 400 when a login is over, or past its second factor already. */
export function checkMfaPending(login: StoredLogin): void {
  checkOpenLogin(login);
  if (login.mfaVerified) {
    throw new OperationOutcomeError(badRequest('Login already verified'));
  }
}

function countFailure(tenant: Tenant, login: StoredLogin): void {
  const counts = failures.get(tenant) ?? new Map<string, number>();
  failures.set(tenant, counts);
  const count = (counts.get(login.id) ?? 0) + 1;
  counts.set(login.id, count);
  if (count >= maxFailures) {
    counts.delete(login.id);
    tenant.logins.save({ ...login, revoked: true });
  }
}
