import { type LoginAuthenticationResponse, parseJWTPayload } from '@medplum/core';
import { explainRefusal } from '#login/explain-refusal.ts';
import { type LoginStep, nextStep } from '#login/login-step.ts';
import type { DomainProvider } from '#login/sign-in-feature.ts';
import type { SignInContext } from '#medplum/client.ts';
import { createAttempt } from '#medplum/code-flow.ts';
import { SignInError } from '#medplum/error.ts';
import type { GoogleErrorCode } from './failures.ts';

type GoogleCredential = Readonly<{
  googleClientId: string;
  googleCredential: string;
  /** In which of the user's projects. Without it Medplum asks. */
  projectId: string | undefined;
}>;

/** A step of the login, or the provider by which people with such an email address have to sign in. */
export type GoogleStep = LoginStep | (Readonly<{ status: 'elsewhere' }> & DomainProvider);

/**
 * Gives Medplum the ID token of Google's button. Medplum checks who signed it and for which Google client, but not its
 * nonce, so that is done here.
 *
 * @param nonce - The one that the button was made with.
 */
export async function signInWithGoogle(
  context: SignInContext,
  credential: GoogleCredential,
  nonce: string,
): Promise<GoogleStep> {
  if (nonceOf(credential.googleCredential) !== nonce) {
    throw new SignInError<GoogleErrorCode>('google_refused', 'The credential’s nonce does not match');
  }
  const { clientId, scope } = context.settings;
  const { attempt, codeChallenge } = await createAttempt();
  const login = { clientId, scope, nonce: attempt.nonce, codeChallenge, codeChallengeMethod: 'S256' };
  const answer = (await context.medplum
    .post('auth/google', { ...credential, ...login }, undefined, { maxRetries: 0 })
    .catch((cause: unknown) => {
      throw explainRefusal(cause, {}, 'google_refused');
    })) as LoginAuthenticationResponse | Omit<DomainProvider, 'name'>;
  if ('authorizeUrl' in answer) {
    return { status: 'elsewhere', name: answer.domain ?? 'your organisation', ...answer };
  }
  return nextStep(context, attempt, answer);
}

function nonceOf(idToken: string): unknown {
  try {
    return parseJWTPayload(idToken)['nonce'];
  } catch (cause) {
    throw new SignInError<GoogleErrorCode>('google_refused', 'The credential is no ID token', { cause });
  }
}
