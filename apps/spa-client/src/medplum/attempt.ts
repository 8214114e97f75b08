import type { ExternalProvider } from '#features/identity-provider/external-sign-in.ts';
import { createPkce, randomText } from './pkce.ts';

const key = 'spa-client:signInAttempt';

/** What this tab must remember while somebody else's page asks for the password. */
export type SignInAttempt = Readonly<{
  /** Who sends the browser back: Medplum itself, or Medplum after an identity provider, which then returns no state. */
  way: 'medplum' | 'identity-provider';
  state: string;
  codeVerifier: string;
  /** Comes back inside the ID token: it binds the tokens to this attempt. */
  nonce: string;
  returnTo: string;
  /** Where the browser was sent, if not to Medplum. */
  provider?: ExternalProvider | undefined;
  /** The window in which that happens, if not in this page. */
  windowId?: string | undefined;
}>;

/** An attempt, and the challenge that may be shown to others. */
export async function createAttempt(
  way: SignInAttempt['way'],
  returnTo: string,
): Promise<Readonly<{ attempt: SignInAttempt; codeChallenge: string }>> {
  const { codeVerifier, codeChallenge } = await createPkce();
  return { attempt: { way, state: randomText(), nonce: randomText(), codeVerifier, returnTo }, codeChallenge };
}

export function rememberAttempt(tabStorage: Storage, attempt: SignInAttempt): void {
  tabStorage.setItem(key, JSON.stringify(attempt));
}

/** Hands the attempt out once, so that a replayed callback finds none. */
export function takeAttempt(tabStorage: Storage): SignInAttempt | undefined {
  const attempt = pendingAttempt(tabStorage);
  tabStorage.removeItem(key);
  return attempt;
}

/** The attempt that was begun and has not come back. */
export function pendingAttempt(tabStorage: Storage): SignInAttempt | undefined {
  const stored = tabStorage.getItem(key);
  return stored ? (JSON.parse(stored) as SignInAttempt) : undefined;
}
