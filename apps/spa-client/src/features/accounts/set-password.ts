import { type ErrorTexts, explainRefusal } from '#login/explain-refusal.ts';
import type { SignInContext } from '#medplum/client.ts';
import { robotCheck, weakPassword } from './error-texts.ts';
import type { AccountErrorCode } from './failures.ts';

/** What a mail from Medplum, or an administrator's link, proves: that its reader may set the password of one account. */
export type PasswordLink = Readonly<{ id: string; secret: string }>;

const texts: ErrorTexts<AccountErrorCode> = {
  ...weakPassword,
  'Already used': 'password_link_used',
  'Incorrect secret': 'password_link_invalid',
  'Invalid request ID': 'password_link_invalid',
  'Invalid request type': 'password_link_invalid',
  'Missing secret': 'password_link_invalid',
  'Not found': 'password_link_invalid',
};

/** Sets the password that the link is for. The link is used up, unless Medplum refused the password. */
export async function setPassword(
  { medplum }: Pick<SignInContext, 'medplum'>,
  link: PasswordLink,
  password: string,
): Promise<void> {
  await medplum.post('auth/setpassword', { ...link, password }).catch((error: unknown) => {
    throw explainRefusal(error, texts);
  });
}

const resetTexts: ErrorTexts<AccountErrorCode> = {
  ...robotCheck,
  'Cannot reset password for external auth. Contact your system administrator.': 'password_elsewhere',
};

/**
 * Has Medplum mail a link, if there is such an account; the answer does not tell. Accounts of one project and accounts of
 * the whole server are two sets, and nobody knows which one they are in: both are asked.
 */
export async function requestPasswordReset(
  { medplum }: Pick<SignInContext, 'medplum'>,
  email: string,
  projectId: string | undefined,
): Promise<void> {
  try {
    await medplum.post('auth/resetpassword', { email, sendEmail: true });
    if (projectId) {
      await medplum.post('auth/resetpassword', { email, projectId, sendEmail: true });
    }
  } catch (error) {
    throw explainRefusal(error, resetTexts);
  }
}
