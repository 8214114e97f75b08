/** What can go wrong on the way in. `ui/describe-failure.ts` has words for each. A feature has codes of its own. */
export type SignInErrorCode =
  | 'callback_without_attempt'
  | 'state_mismatch'
  | 'issuer_mismatch'
  | 'code_missing'
  | 'denied'
  | 'authorization_failed'
  | 'code_refused'
  | 'id_token_refused'
  | 'too_many_attempts'
  | 'address_blocked'
  | 'insecure_page'
  | 'storage_unavailable'
  | 'unreachable';

type SignInErrorOptions = ErrorOptions & Readonly<{ raw?: unknown }>;

/** Why somebody is not signed in. A feature names its codes: `new SignInError<GoogleErrorCode>('google_refused', …)`. */
export class SignInError<Code extends string = SignInErrorCode> extends Error {
  readonly code: Code;
  /** What the server answered: an OperationOutcome or an OAuth error. It holds no token. */
  readonly raw: unknown;

  // NoInfer: whoever names no codes of their own may use those above and no others.
  constructor(code: NoInfer<Code>, message: string, { raw, ...options }: SignInErrorOptions = {}) {
    super(message, options);
    this.name = 'SignInError';
    this.code = code;
    this.raw = raw;
  }
}
