const key = 'spa-client:signInAttempt';

/** What this tab must remember while Medplum's own page asks for the password. */
export type SignInAttempt = Readonly<{ state: string; codeVerifier: string; returnTo: string }>;

export function rememberAttempt(tabStorage: Storage, attempt: SignInAttempt): void {
  tabStorage.setItem(key, JSON.stringify(attempt));
}

/** Hands the attempt out once, so that a replayed callback finds none. */
export function takeAttempt(tabStorage: Storage): SignInAttempt | undefined {
  const stored = tabStorage.getItem(key);
  tabStorage.removeItem(key);
  return stored ? (JSON.parse(stored) as SignInAttempt) : undefined;
}
