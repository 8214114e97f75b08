/** What can go wrong on the way in. `describe-failure.ts` holds the words for each. */
export type SignInErrorCode =
  | AccountErrorCode
  | ExchangeErrorCode
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
  | 'google_refused'
  | 'google_unavailable'
  | 'refused'
  | 'iss_unknown'
  | 'launch_missing'
  | 'launch_unknown'
  | 'insecure_page'
  | 'address_refused'
  | 'unreachable';

/** Of registering, inviting, setting a password, and links that sign in. */
export type AccountErrorCode =
  | 'email_taken'
  | 'password_refused'
  | 'registration_closed'
  | 'robot_check_missing'
  | 'password_link_used'
  | 'password_link_invalid'
  | 'password_elsewhere'
  | 'not_administrator'
  | 'already_member'
  | 'invited_without_link'
  | 'magic_link_used'
  | 'magic_link_expired'
  | 'magic_link_for_another_app'
  | 'magic_link_invalid'
  | 'magic_link_not_allowed';

/** Of signing in at an identity provider by oneself, and exchanging its token. */
export type ExchangeErrorCode =
  | 'provider_denied'
  | 'provider_refused'
  | 'provider_unreachable'
  | 'provider_throttled'
  | 'provider_id_token_refused'
  | 'issuer_missing'
  | 'exchange_not_set_up'
  | 'subject_token_expired'
  | 'subject_token_refused'
  | 'subject_without_identity'
  | 'membership_refused';

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
