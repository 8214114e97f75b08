/** A refusal that Medplum answers as one plain sentence of type text/html, and not as JSON. */
export class TextError extends Error {
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.name = 'TextError';
    this.status = status;
  }
}
