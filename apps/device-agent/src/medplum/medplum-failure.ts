import { OperationOutcomeError } from '@medplum/core';

/** Medplum cannot be reached or asks for patience: the network, a proxy, a restart, a rate limit, this machine's clock. */
export class MedplumUnavailable extends Error {
  /** How long the server asked to be left alone, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, { retryAfterMs, cause }: { retryAfterMs?: number | undefined; cause?: unknown } = {}) {
    super(message, { cause });
    this.name = 'MedplumUnavailable';
    this.retryAfterMs = retryAfterMs;
  }
}

/** Medplum knows this client no more, or its secret is wrong. Asking again would be a login storm and change nothing. */
export class CredentialsRefused extends Error {
  override readonly name = 'CredentialsRefused';
}

/** Medplum broke on this very request (HTTP 500), or gave an answer that makes no sense. */
export class MedplumFault extends Error {
  override readonly name = 'MedplumFault';
}

/** Says why Medplum refused one resource for good; `undefined` when the error is of another kind. */
export function refusalReason(error: unknown): string | undefined {
  if (!(error instanceof OperationOutcomeError)) {
    return undefined;
  }
  const { outcome } = error;
  if (outcome.id === 'forbidden') {
    return 'refused: outside the AccessPolicy of this key';
  }
  const issue = outcome.issue[0];
  return `refused: ${issue?.details?.text ?? issue?.code ?? 'no reason given'}`;
}

/** A 401 that a fresh token did not cure. */
export function isUnauthorized(error: unknown): boolean {
  return error instanceof OperationOutcomeError && error.outcome.id === 'unauthorized';
}
