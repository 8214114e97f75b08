/** A refusal that Medplum answers as one plain sentence of type text/html, and not as JSON. Always status 400. */
export class TextError extends Error {
  override readonly name = 'TextError';
}
