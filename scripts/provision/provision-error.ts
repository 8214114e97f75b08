/** Why provisioning stopped. The code is stable; the message says what to do next. */
export type ProvisionErrorCode =
  | 'arguments'
  | 'insecure-url'
  | 'offline'
  | 'not-medplum'
  | 'other-address'
  | 'no-credentials'
  | 'wrong-credentials'
  | 'invalid-client'
  | 'second-factor'
  | 'which-project'
  | 'not-admin'
  | 'already-there'
  | 'name-taken'
  | 'rate-limited'
  | 'refused'
  | 'dropped'
  | 'env-file';

/** A failure that a person can act on. Its message names settings, and shows no secret. */
export class ProvisionError extends Error {
  readonly code: ProvisionErrorCode;

  constructor(code: ProvisionErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ProvisionError';
    this.code = code;
  }
}
