import { badRequest, OperationOutcomeError } from '@medplum/core';
import { z } from 'zod';
import type { MfaMethod } from '#login/mfa-methods.ts';

/** The fields of a request about a second factor. A value that is not a string matches nothing. */
export const mfaBody = z.object({ token: z.unknown().optional(), method: z.unknown().optional() });

/** The id of a login that is being made. */
export const loginField = z.string('Missing login').min(1, 'Missing login');

/** The method that a request names; Medplum takes everything else for the authenticator app. */
export function methodOf(method: unknown): MfaMethod {
  return method === 'email' ? 'email' : 'totp';
}

/**
 * Returns the code of a request.
 *
 * @throws OperationOutcomeError 400 when there is none.
 */
export function tokenOf(token: unknown): string {
  if (token === undefined || token === null || token === '') {
    throw new OperationOutcomeError(badRequest('Missing token'));
  }
  return typeof token === 'string' ? token : '';
}
