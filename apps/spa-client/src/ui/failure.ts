import { SignInError } from '#medplum/error.ts';
import { supportReference } from '#support-reference';

/** What failed, as plain data that outlives a reload as history state. */
export type Failure = Readonly<{
  /** A SignInErrorCode, one of a feature, or `unexpected`. */
  code: string;
  detail: string;
  /** What the server answered, if it did. */
  raw?: unknown;
  /** By which support finds the requests in Medplum's log. */
  reference: string;
  at: string;
}>;

export function failureOf(error: unknown): Failure {
  const trace = { reference: supportReference, at: new Date().toISOString() };
  return error instanceof SignInError
    ? { code: String(error.code), detail: error.message, raw: error.raw, ...trace }
    : { code: 'unexpected', detail: String(error), ...trace };
}
