import { medplumRefusal } from '#medplum/medplum-refusal.ts';
import type { SignInContext } from '#medplum/sign-in-context.ts';

/** Who signs in the people of an email domain instead of Medplum. */
export type DomainProvider = Readonly<{ domain: string; authorizeUrl: string }>;

/**
 * Asks Medplum whether the domain of an email address has an identity provider (DomainConfiguration). Everybody else
 * signs in with a password, and is not told apart from whoever has no account.
 */
export async function findDomainProvider(
  { medplum }: Pick<SignInContext, 'medplum'>,
  email: string,
): Promise<DomainProvider | undefined> {
  const answer = (await medplum.post('auth/method', { email }, undefined, { maxRetries: 0 }).catch((cause: unknown) => {
    throw medplumRefusal(cause, 'refused', { 'Valid email address is required': 'email_refused' });
  })) as Partial<DomainProvider>;
  const { domain, authorizeUrl } = answer;
  return domain && authorizeUrl ? { domain, authorizeUrl } : undefined;
}
