import type { LoginState } from '@medplum/core';
import { readStored, storagePrefix } from '#kept-storage';

export const activeLoginKey = `${storagePrefix}activeLogin`;
const loginsKey = `${storagePrefix}logins`;

/** Tells whether an earlier page left tokens, without loading the SDK that could read them. */
export function hasStoredTokens(localStorage: Storage): boolean {
  readStored<unknown[]>(localStorage, loginsKey, (value) => Array.isArray(value));
  return readStored(localStorage, activeLoginKey, isLogin) !== undefined;
}

/** Removes them, also when the SDK could not be loaded. */
export function forgetStoredTokens(localStorage: Storage): void {
  [activeLoginKey, loginsKey].forEach((key) => localStorage.removeItem(key));
}

export function isLogin({ accessToken, profile }: Partial<LoginState>): boolean {
  return typeof accessToken === 'string' && typeof profile?.reference === 'string';
}
