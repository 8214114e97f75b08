import { hash } from 'node:crypto';
import type { Login, User } from '@medplum/fhirtypes';
import { constantTimeEqual } from '#caller/constant-time-equal.ts';
import { sendMail } from '#mail/send-mail.ts';
import type { StoredLogin } from '#tenant/logins.ts';
import type { Tenant } from '#tenant/tenant.ts';

const lifetimeMs = 600_000;

/** Mails a code of six digits, good once and for ten minutes. The login keeps its hash. */
export function mailCode(tenant: Tenant, login: StoredLogin, user: User): StoredLogin {
  const code = String(Number.parseInt(tenant.random.hex(6), 16) % 1_000_000).padStart(6, '0');
  const expiresAt = new Date(tenant.clock().getTime() + lifetimeMs).toISOString();
  sendMail(tenant, user, `Your Medplum verification code: ${code}`, ['To go on signing in, enter this code:', code]);
  return tenant.logins.save({ ...login, emailMfa: { codeHash: codeHash(login, code), expiresAt } });
}

/** Tells whether a code is the one that was mailed for this login. */
export function isMailedCode(tenant: Tenant, login: StoredLogin, token: string): boolean {
  const { emailMfa } = login;
  const isFresh = emailMfa && new Date(emailMfa.expiresAt).getTime() >= tenant.clock().getTime();
  return isFresh === true && constantTimeEqual(emailMfa?.codeHash ?? '', codeHash(login, token));
}

/** Salted with the login, whose id no one can choose. */
function codeHash({ id }: Readonly<Login>, code: string): string {
  return hash('sha256', `${id}:${code}`);
}
