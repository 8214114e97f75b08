import { storagePrefix } from '#kept-storage';
import type { DomainProvider } from '#login/sign-in-feature.ts';
import { type Attempt, callbackAttemptKey, pendingAttempt } from '#medplum/attempt.ts';

/** Tells an attempt of this feature from the core's, which comes back to the same address. */
export const way = 'identity-provider';

/** In a window beside this app's page: names the channel by which that page waits for the answer. */
export const windowKey = `${storagePrefix}signInWindow`;

/** An identity provider to which Medplum sends its users. `auth/method` adds Medplum's client id to its address. */
export type ExternalProvider = DomainProvider & Readonly<{ clientId?: string | undefined }>;

/** What this tab remembers while an identity provider asks who the user is. */
export type ExternalAttempt = Attempt &
  Readonly<{
    way: typeof way;
    returnTo: string;
    provider: ExternalProvider;
    /** The window in which that happens, if not in this page. */
    windowId?: string | undefined;
  }>;

/** The sign-in with a provider that this tab began and that has not come back. */
export function pendingExternalAttempt(tabStorage: Storage): ExternalAttempt | undefined {
  const attempt = pendingAttempt<ExternalAttempt>(tabStorage, callbackAttemptKey);
  return attempt?.way === way ? attempt : undefined;
}

/** Whether this page is in a window that another one opened for a sign-in. */
export function isInSignInWindow(tabStorage: Storage): boolean {
  return tabStorage.getItem(windowKey) !== null;
}
