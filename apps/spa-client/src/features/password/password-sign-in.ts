import type { ErrorTexts } from '#login/explain-refusal.ts';
import type { LoginErrorCode } from '#login/failures.ts';
import { askForLogin, type LoginStep } from '#login/login-step.ts';
import type { SignInContext } from '#medplum/client.ts';
import { createAttempt } from '#medplum/code-flow.ts';

export type Credentials = Readonly<{ email: string; password: string }>;

/** All three look the same to the user, so that nobody learns whether an address has an account. */
const texts: ErrorTexts<LoginErrorCode> = {
  'Email or password is invalid': 'wrong_credentials',
  'Password must be at least 8 characters': 'wrong_credentials',
  'User not found': 'wrong_credentials',
};

/** The embedded form: authorization code and PKCE as in the redirect, but this app sees the password. */
export async function signInWithPassword(context: SignInContext, credentials: Credentials): Promise<LoginStep> {
  const { clientId, scope } = context.settings;
  const { attempt, codeChallenge } = await createAttempt();
  const { nonce } = attempt;
  const body = { ...credentials, clientId, scope, nonce, codeChallenge, codeChallengeMethod: 'S256' };
  return askForLogin(context, attempt, { path: 'auth/login', body, otherwise: 'refused', texts });
}
