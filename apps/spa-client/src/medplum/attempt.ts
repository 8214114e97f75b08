import { type KeptStorage, readStored, storagePrefix } from '#kept-storage';
import { SignInError } from './error.ts';

/** Where the attempt lies that ends on `/callback`. A tab has one: beginning another forgets it. */
export const callbackAttemptKey = `${storagePrefix}signInAttempt`;

/** What this tab must remember while somebody else's page asks for the password. A flow adds what it needs itself. */
export type Attempt = Readonly<{
  state: string;
  codeVerifier: string;
  /** Comes back inside the ID token: it binds the tokens to this attempt. */
  nonce: string;
}>;

/** @throws SignInError where the browser keeps nothing: this page will be gone when the answer comes. */
export function rememberAttempt(tabStorage: KeptStorage, key: string, attempt: Attempt): void {
  tabStorage.setItem(key, JSON.stringify(attempt));
  if (!tabStorage.isKept()) {
    tabStorage.removeItem(key);
    throw new SignInError('storage_unavailable', 'The browser keeps nothing for this tab');
  }
}

/** Hands the attempt out once, so that a replayed callback finds none. */
export function takeAttempt<Kept extends object>(tabStorage: Storage, key: string): (Attempt & Kept) | undefined {
  const attempt = pendingAttempt<Kept>(tabStorage, key);
  tabStorage.removeItem(key);
  return attempt;
}

/** The attempt that was begun and has not come back. */
export function pendingAttempt<Kept extends object>(tabStorage: Storage, key: string): (Attempt & Kept) | undefined {
  return readStored<Attempt & Kept>(tabStorage, key, ({ state, codeVerifier, nonce }) =>
    [state, codeVerifier, nonce].every((part) => typeof part === 'string' && part !== ''),
  );
}
