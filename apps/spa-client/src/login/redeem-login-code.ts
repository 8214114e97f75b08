import type { Attempt } from '#medplum/attempt.ts';
import { redirectUri, type SignInContext } from '#medplum/client.ts';
import { requestTokens, signInWithTokens } from '#medplum/redeem-code.ts';

/** Exchanges a code that Medplum gave out without the redirect for tokens, and signs the user in with them. */
export async function redeemLoginCode(
  context: SignInContext,
  answer: URLSearchParams,
  attempt: Attempt,
): Promise<void> {
  const proofs = { ...attempt, redirectUri: redirectUri(context) };
  await signInWithTokens(context, await requestTokens(context.authorizationServer, answer, proofs));
}
