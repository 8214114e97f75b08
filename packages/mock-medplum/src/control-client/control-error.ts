/** The control plane refused, or there is none; the message is one line that says what to do. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  /** HTTP status; 0 when nothing answered. */
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}
