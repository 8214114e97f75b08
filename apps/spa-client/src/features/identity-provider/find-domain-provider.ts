import { type ErrorTexts, explainRefusal } from '#login/explain-refusal.ts';
import type { LoginErrorCode } from '#login/failures.ts';
import type { DomainProvider } from '#login/sign-in-feature.ts';
import type { SignInContext } from '#medplum/client.ts';

const texts: ErrorTexts<LoginErrorCode> = { 'Valid email address is required': 'email_refused' };

/**
 * Asks Medplum whether the domain of an email address has an identity provider (DomainConfiguration). Everybody else
 * signs in with a password, and is not told apart from whoever has no account.
 */
export async function findDomainProvider(
  { medplum }: Pick<SignInContext, 'medplum'>,
  email: string,
): Promise<DomainProvider | undefined> {
  const answer = (await medplum.post('auth/method', { email }, undefined, { maxRetries: 0 }).catch((cause: unknown) => {
    throw explainRefusal(cause, texts);
  })) as Partial<DomainProvider>;
  const { domain, authorizeUrl } = answer;
  return domain && authorizeUrl ? { name: domain, domain, authorizeUrl } : undefined;
}
