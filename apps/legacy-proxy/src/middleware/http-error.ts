/** A request that cannot be served: the status, what is wrong, and what the reader can do next. */
export class HttpError extends Error {
  readonly status: number;
  readonly nextStep: string;

  constructor(status: number, message: string, nextStep: string) {
    super(message);
    this.name = 'HttpError';
    this.status = status;
    this.nextStep = nextStep;
  }
}
