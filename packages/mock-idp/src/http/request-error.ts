/** Why a request to one of this package's own routes is refused. */
export type RequestErrorCode =
  | 'method_not_allowed'
  | 'unsupported_media_type'
  | 'request_too_large'
  | 'invalid_request'
  | 'invalid_client'
  | 'origin_mismatch'
  | 'temporarily_unavailable'
  | 'forbidden';

/** A request that cannot be served. The message says what to do instead. */
export class RequestError extends Error {
  readonly status: number;
  readonly code: RequestErrorCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: RequestErrorCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'RequestError';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}
