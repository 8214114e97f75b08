/** The error codes that Medplum's OAuth endpoints use (RFC 6749 §4.1.2.1 and §5.2, OpenID Connect Core §3.1.2.6). */
export type OAuthErrorCode =
  | 'access_denied'
  | 'invalid_grant'
  | 'invalid_client'
  | 'invalid_request'
  | 'login_required'
  | 'request_not_supported'
  | 'unsupported_response_type';

/** A refusal by an OAuth endpoint, answered as `{ error, error_description }` (RFC 6749 §5.2), mostly with 400. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode;
  readonly status: number;

  constructor(code: OAuthErrorCode, description: string, status = 400) {
    super(description);
    this.name = 'OAuthError';
    this.code = code;
    this.status = status;
  }
}
