/** Why the provider did not start. */
export type StartErrorCode = 'port_unavailable' | 'port_invalid';

/** The provider did not start. The message says what to do. */
export class StartError extends Error {
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartError';
    this.code = code;
  }
}
