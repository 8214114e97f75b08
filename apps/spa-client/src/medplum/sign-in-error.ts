/** What can go wrong on the way in. `describe-sign-in-error.ts` holds the words for each. */
export type SignInErrorCode =
  | 'callback_without_attempt'
  | 'state_mismatch'
  | 'code_missing'
  | 'denied'
  | 'authorization_failed'
  | 'code_refused'
  | 'wrong_credentials'
  | 'too_many_attempts'
  | 'second_factor_required'
  | 'insecure_page'
  | 'unreachable';

export class SignInError extends Error {
  readonly code: SignInErrorCode;

  constructor(code: SignInErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SignInError';
    this.code = code;
  }
}
