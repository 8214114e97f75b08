import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { Login } from '@medplum/fhirtypes';

/**
 * Checks that a login is still being made: it was neither revoked nor turned into tokens.
 *
 * @throws OperationOutcomeError 400.
 */
export function checkOpenLogin(login: Readonly<Login>): void {
  if (login.revoked) {
    throw new OperationOutcomeError(badRequest('Login revoked'));
  }
  if (login.granted) {
    throw new OperationOutcomeError(badRequest('Login granted'));
  }
}
