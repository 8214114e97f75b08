import { badRequest, OperationOutcomeError } from '@medplum/core';

/** What Medplum says whenever an identity provider does not confirm a code or a token, whatever the reason. */
export function notConfirmed(cause?: unknown): OperationOutcomeError {
  const text = 'Failed to verify code - check your identity provider configuration';
  return new OperationOutcomeError(badRequest(text), { cause });
}
