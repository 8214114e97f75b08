import { getStatus, OperationOutcomeError } from '@medplum/core';

export type MedplumErrorCode = 'unreachable' | 'sign_in_refused' | 'forbidden' | 'not_found' | 'busy' | 'failed';

type MedplumErrorOptions = ErrorOptions & Readonly<{ retryAfterMs?: number | undefined }>;

/** What went wrong between this server and Medplum. The message never quotes a credential. */
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

const codeByStatus: Readonly<Record<number, MedplumErrorCode>> = {
  401: 'sign_in_refused',
  403: 'forbidden',
  404: 'not_found',
  410: 'not_found',
  429: 'busy',
};

/** Puts whatever the SDK throws into the words above. */
export function toMedplumError(error: unknown): MedplumError {
  if (error instanceof MedplumError) {
    return error;
  }
  if (error instanceof OperationOutcomeError) {
    return new MedplumError(codeByStatus[getStatus(error.outcome)] ?? 'failed', error.message, { cause: error });
  }
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new MedplumError('unreachable', 'Medplum took too long to answer', { cause: error });
  }
  return new MedplumError('failed', 'Medplum gave an answer that cannot be read', { cause: error });
}
