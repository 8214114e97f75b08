import { getStatus, OperationOutcomeError } from '@medplum/core';

export type MedplumErrorCode = 'unreachable' | 'sign_in_refused' | 'forbidden' | 'not_found' | 'busy' | 'failed';

/** What went wrong between this server and Medplum. The message never quotes a credential. */
export class MedplumError extends Error {
  readonly code: MedplumErrorCode;

  constructor(code: MedplumErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MedplumError';
    this.code = code;
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
