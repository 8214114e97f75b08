import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { IdentityProvider } from '@medplum/fhirtypes';
import type { ExternalClaims } from './fetch-user-info.ts';

/** What identifies a provider's user: the email, or the provider's own id of the user. */
export type ExternalIdentity = Readonly<{ email?: string | undefined; externalId?: string | undefined }>;

/** Reads the claim by which a provider's users are found. */
export function readIdentity({ useSubject }: IdentityProvider, { email, sub }: ExternalClaims): ExternalIdentity {
  return useSubject ? { externalId: textOf(sub) } : { email: textOf(email)?.toLowerCase() };
}

/**
 * Reads the claim by which a provider's users are found, which has to be there.
 *
 * @throws OperationOutcomeError 400.
 */
export function requireIdentity(idp: IdentityProvider, claims: ExternalClaims): ExternalIdentity {
  const identity = readIdentity(idp, claims);
  if (!identity.email && !identity.externalId) {
    const missing = idp.useSubject ? 'subject' : 'email address';
    throw new OperationOutcomeError(badRequest(`External token does not contain ${missing}`));
  }
  return identity;
}

function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' ? claim : undefined;
}
