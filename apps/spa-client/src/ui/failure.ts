import type { OperationOutcome } from '@medplum/fhirtypes';
import { SignInError } from '#medplum/error.ts';
import { supportReference } from '#support-reference';

/** What failed, as plain data that outlives a reload as history state. */
export type Failure = Readonly<{
  /** A SignInErrorCode, one of a feature, an id or code that Medplum gives an OperationOutcome, or `unexpected`. */
  code: string;
  detail: string;
  /** What the server answered, if it did. */
  raw?: unknown;
  /** By which support finds the requests in Medplum's log. */
  reference: string;
  at: string;
}>;

/** @param error - Thrown by a request or by a sign-in, or an OperationOutcome. */
export function failureOf(error: unknown): Failure {
  const trace = { reference: supportReference, at: new Date().toISOString() };
  if (error instanceof SignInError) {
    return { code: String(error.code), detail: error.message, raw: error.raw, ...trace };
  }
  const { outcome = error } = error as { outcome?: OperationOutcome };
  const { id, issue: [issue] = [] } = outcome as Partial<OperationOutcome>;
  const detail = issue?.details?.text ?? issue?.diagnostics ?? String(error);
  const isUnanswered = /^(TypeError: )?No answer from /.test(detail);
  const code = isUnanswered ? 'unreachable' : detail.trimStart().startsWith('<') ? 'web_page' : (id ?? issue?.code);
  return { code: code ?? 'unexpected', detail, ...(issue && { raw: outcome }), ...trace };
}
