/** What can go wrong on the way in. `describe-failure.ts` holds the words for each. */
export type SignInErrorCode =
  | 'callback_without_attempt'
  | 'state_mismatch'
  | 'issuer_mismatch'
  | 'code_missing'
  | 'denied'
  | 'authorization_failed'
  | 'code_refused'
  | 'id_token_refused'
  | 'wrong_credentials'
  | 'wrong_code'
  | 'login_ended'
  | 'email_refused'
  | 'too_many_attempts'
  | 'address_blocked'
  | 'user_unknown'
  | 'refused'
  | 'insecure_page'
  | 'unreachable';

type SignInErrorOptions = ErrorOptions & Readonly<{ raw?: unknown }>;

export class SignInError extends Error {
  readonly code: SignInErrorCode;
  /** What the server answered: an OperationOutcome or an OAuth error. It holds no token. */
  readonly raw: unknown;

  constructor(code: SignInErrorCode, message: string, { raw, ...options }: SignInErrorOptions = {}) {
    super(message, options);
    this.name = 'SignInError';
    this.code = code;
    this.raw = raw;
  }
}
