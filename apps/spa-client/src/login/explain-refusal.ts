import { SignInError } from '#medplum/error.ts';
import { toSignInError } from '#medplum/fetch.ts';
import type { PartErrorCode } from '#parts/failures.ts';
import type { LoginErrorCode } from './failures.ts';

/** Medplum's texts, each with the code that it stands for. */
export type ErrorTexts<Code extends string = string> = Readonly<Record<string, Code>>;

/** What a mail provider said stands behind the colon. */
const mailFailure = /^Error sending email(?::|$)/;
const mailNotSent: LoginErrorCode = 'mail_not_sent';
const userUnknown: PartErrorCode = 'user_unknown';
const everywhere: ErrorTexts = { 'User not found': userUnknown };

/**
 * Turns what a request to Medplum threw into a SignInError.
 *
 * @param texts - What Medplum's texts mean at this endpoint, if not what they mean elsewhere.
 * @param otherwise - What it means when Medplum answered and nothing more is known.
 */
export function explainRefusal(cause: unknown, texts: ErrorTexts, otherwise = 'refused'): SignInError<string> {
  const error = toSignInError(cause, otherwise);
  const known = mailFailure.test(error.message) ? mailNotSent : { ...everywhere, ...texts }[error.message];
  const code = error.code === 'too_many_attempts' ? undefined : known;
  return code ? new SignInError<string>(code, error.message, { cause, raw: error.raw }) : error;
}
