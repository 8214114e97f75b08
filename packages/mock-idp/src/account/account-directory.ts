import { createHash, timingSafeEqual } from 'node:crypto';
import type { IdpAccount } from './idp-account.ts';

/** Looks people up. */
export type AccountDirectory = Readonly<{
  findBySub: (sub: string) => IdpAccount | undefined;
  /** Finds the person who owns the e-mail address, in any case, and knows the password. */
  authenticate: (email: string, password: string) => IdpAccount | undefined;
}>;

/** Creates a directory of `accounts`. */
export function createAccountDirectory(accounts: readonly IdpAccount[]): AccountDirectory {
  const bySub = new Map(accounts.map((account) => [account.sub, account]));
  const byEmail = new Map(accounts.map((account) => [account.email.toLowerCase(), account]));
  return {
    findBySub: (sub) => bySub.get(sub),
    authenticate: (email, password) => {
      const account = byEmail.get(email.trim().toLowerCase());
      return account && isSame(account.password, password) ? account : undefined;
    },
  };
}

function isSame(expected: string, actual: string): boolean {
  return timingSafeEqual(digest(expected), digest(actual));
}

function digest(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}
