import { medplumRefusal } from './medplum-refusal.ts';
import { SignInError, type SignInErrorCode } from './error.ts';

/** Medplum's texts, each with the code that it stands for. */
export type KnownTexts = Readonly<Record<string, SignInErrorCode>>;

/** As `medplumRefusal`, where Medplum tells only by its text what it means. */
export function knownRefusal(cause: unknown, texts: KnownTexts, otherwise: SignInErrorCode = 'refused'): SignInError {
  const refusal = medplumRefusal(cause, otherwise);
  const code = refusal.code === otherwise ? texts[refusal.message] : undefined;
  return code ? new SignInError(code, refusal.message, { cause: refusal, raw: refusal.raw }) : refusal;
}

/** Who asks for an account or a password without a token may have to prove to be no robot. */
export const robotCheck: KnownTexts = {
  'Recaptcha token is required': 'robot_check_missing',
  'Recaptcha failed': 'robot_check_missing',
  'Invalid recaptchaSiteKey': 'robot_check_missing',
  'Invalid recaptchaSecretKey': 'robot_check_missing',
};

export const weakPassword: KnownTexts = {
  'Password must be between 8 and 72 characters': 'password_refused',
  'Password found in breach database': 'password_refused',
  'Invalid password, must be at least 8 characters': 'password_refused',
  'Invalid password, must be no more than 72 characters': 'password_refused',
};
