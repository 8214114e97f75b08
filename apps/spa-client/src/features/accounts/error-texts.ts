import type { ErrorTexts } from '#login/explain-refusal.ts';
import type { AccountErrorCode } from './failures.ts';

/** Medplum may ask whoever has no token yet to prove with reCAPTCHA that they are no robot. */
export const robotCheck: ErrorTexts<AccountErrorCode> = {
  'Recaptcha token is required': 'robot_check_missing',
  'Recaptcha failed': 'robot_check_missing',
  'Invalid recaptchaSiteKey': 'robot_check_missing',
  'Invalid recaptchaSecretKey': 'robot_check_missing',
};

export const weakPassword: ErrorTexts<AccountErrorCode> = {
  'Password must be between 8 and 72 characters': 'password_refused',
  'Password found in breach database': 'password_refused',
  'Invalid password, must be at least 8 characters': 'password_refused',
  'Invalid password, must be no more than 72 characters': 'password_refused',
};
