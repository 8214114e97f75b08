import { OperationOutcomeError } from '@medplum/core';
import type { OperationOutcome } from '@medplum/fhirtypes';

/**
 * - `unreachable`: the network, a proxy, a restart, this machine's clock. It passes.
 * - `busy`: Medplum asks for patience. It passes.
 * - `sign_in_refused`: Medplum knows this client no more, or its secret is wrong. Asking again would be a login storm and
 *   change nothing.
 * - `failed`: Medplum broke on this very request (HTTP 500), or gave an answer that makes no sense.
 */
export type MedplumErrorCode = 'unreachable' | 'busy' | 'sign_in_refused' | 'failed';

type MedplumErrorOptions = ErrorOptions & Readonly<{ retryAfterMs?: number | undefined }>;

/** What went wrong between this machine and Medplum. The message never quotes a credential. */
export class MedplumError extends Error {
  readonly code: MedplumErrorCode;
  /** How long Medplum asked to be left alone, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(code: MedplumErrorCode, message: string, { retryAfterMs, ...options }: MedplumErrorOptions = {}) {
    super(message, options);
    this.name = 'MedplumError';
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Tells whether an error stops every message, and not the one that was sent: an outage, or a key that is refused. */
export function stopsEveryMessage(error: unknown): boolean {
  return error instanceof MedplumError ? error.code !== 'failed' : isUnauthorized(error);
}

/** Says why Medplum refused one resource for good; `undefined` when the error is of another kind. */
export function refusalReason(error: unknown): string | undefined {
  if (!(error instanceof OperationOutcomeError) || isUnauthorized(error)) {
    return undefined;
  }
  return outcomeReason(error.outcome);
}

/** The same for an outcome inside a batch. */
export function outcomeReason(outcome: OperationOutcome | undefined): string {
  const issue = outcome?.issue?.[0];
  if (isForbidden(outcome)) {
    return 'refused: outside the AccessPolicy of this key';
  }
  return `refused: ${issue?.details?.text ?? issue?.code ?? 'no reason given'}`;
}

/** Tells whether the AccessPolicy is what refused a request. */
export function isRefusedByPolicy({ outcome }: OperationOutcomeError): boolean {
  return isForbidden(outcome);
}

function isForbidden(outcome: OperationOutcome | undefined): boolean {
  return outcome?.id === 'forbidden' || outcome?.issue?.[0]?.code === 'forbidden';
}

/** A 401 that a fresh token did not cure. */
function isUnauthorized(error: unknown): boolean {
  return error instanceof OperationOutcomeError && error.outcome.id === 'unauthorized';
}
