import type { SignInAttempt } from '#medplum/attempt.ts';

/** Its own key: a launch must not finish a sign-in of the app around it, nor the other way round. */
const key = 'spa-client:smartLaunchAttempt';

export type SmartLaunchAttempt = SignInAttempt & Readonly<{ scope: string }>;

export function rememberLaunchAttempt(tabStorage: Storage, attempt: SmartLaunchAttempt): void {
  tabStorage.setItem(key, JSON.stringify(attempt));
}

/** Hands the attempt out once, so that a replayed callback finds none. */
export function takeLaunchAttempt(tabStorage: Storage): SmartLaunchAttempt | undefined {
  const stored = tabStorage.getItem(key);
  tabStorage.removeItem(key);
  return stored ? (JSON.parse(stored) as SmartLaunchAttempt) : undefined;
}
