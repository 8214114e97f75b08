import { hash } from 'node:crypto';
import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { ClientApplication } from '@medplum/fhirtypes';
import { constantTimeEqual } from '#caller/constant-time-equal.ts';

/** A code challenge as a login keeps it (RFC 7636 §4.3). */
export type Challenge = Readonly<{ codeChallenge?: string | undefined; codeChallengeMethod?: string | undefined }>;

const methods: ReadonlySet<string | undefined> = new Set(['S256', 'plain']);

/**
 * Checks that challenge and method come together and the method is known (RFC 7636 §4.4.1). A login without both is
 * let through, as in Medplum: it is the token endpoint that refuses its code.
 *
 * @throws OperationOutcomeError 400.
 */
export function checkChallenge({ codeChallenge, codeChallengeMethod }: Challenge, client?: ClientApplication): void {
  if (client?.pkceOptional) {
    return;
  }
  if (codeChallengeMethod && !codeChallenge) {
    throw new OperationOutcomeError(badRequest('Invalid code challenge', 'code_challenge'));
  }
  if (codeChallenge && !methods.has(codeChallengeMethod)) {
    throw new OperationOutcomeError(badRequest('Invalid code challenge method', 'code_challenge_method'));
  }
}

/** Tells whether a verifier fits the challenge of a login (RFC 7636 §4.6). */
export function isVerifierOf({ codeChallenge, codeChallengeMethod }: Challenge, verifier: string): boolean {
  switch (codeChallengeMethod) {
    case 'S256':
      return constantTimeEqual(hash('sha256', verifier, 'base64url'), codeChallenge ?? '');
    case 'plain':
      return constantTimeEqual(verifier, codeChallenge ?? '');
    default:
      return false;
  }
}
