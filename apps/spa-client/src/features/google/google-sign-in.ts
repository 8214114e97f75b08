import { type LoginAuthenticationResponse, parseJWTPayload } from '@medplum/core';
import type { ExternalProvider } from '#features/identity-provider/external-sign-in.ts';
import { type LoginStep, nextStep } from '#login/login-step.ts';
import { medplumRefusal } from '#medplum/medplum-refusal.ts';
import { createAttempt } from '#medplum/attempt.ts';
import type { SignInContext } from '#medplum/sign-in-context.ts';
import { SignInError } from '#medplum/error.ts';

type GoogleCredential = Readonly<{ googleClientId: string; googleCredential: string }>;

/** A step of the login, or the provider by which people with such an email address have to sign in. */
export type GoogleStep = LoginStep | (Readonly<{ status: 'elsewhere' }> & ExternalProvider);

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
    throw new SignInError('google_refused', 'The credential has not the nonce of this page');
  }
  const { clientId, scope, projectId } = context.settings;
  const { attempt, codeChallenge } = await createAttempt('medplum', '/');
  const login = { clientId, projectId, scope, nonce: attempt.nonce, codeChallenge, codeChallengeMethod: 'S256' };
  const answer = (await context.medplum
    .post('auth/google', { ...credential, ...login }, undefined, { maxRetries: 0 })
    .catch((cause: unknown) => {
      throw medplumRefusal(cause, 'google_refused');
    })) as LoginAuthenticationResponse | Omit<ExternalProvider, 'name'>;
  if ('authorizeUrl' in answer) {
    return { status: 'elsewhere', name: answer.domain ?? 'your organisation', ...answer };
  }
  return nextStep(context, attempt, answer);
}

function nonceOf(idToken: string): unknown {
  try {
    return parseJWTPayload(idToken)['nonce'];
  } catch (cause) {
    throw new SignInError('google_refused', 'The credential is no ID token', { cause });
  }
}
