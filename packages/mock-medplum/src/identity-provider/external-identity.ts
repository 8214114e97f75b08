import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { IdentityProvider } from '@medplum/fhirtypes';
import type { ExternalClaims } from './fetch-user-info.ts';

/** What identifies a provider's user: the email, or the provider's own id of the user. */
export type ExternalIdentity = Readonly<{ email?: string | undefined; externalId?: string | undefined }>;

/** Reads the claim by which a provider's users are found in an exchange, where Medplum looks at `useSubject` alone. */
export function readIdentity({ useSubject }: IdentityProvider, { email, sub }: ExternalClaims): ExternalIdentity {
  return useSubject ? { externalId: textOf(sub) } : { email: textOf(email)?.toLowerCase() };
}

/**
 * Reads the claim by which a provider's users are found, which has to be there. An email finds Users, a subject the
 * memberships that have it as their `externalId`; other pairs are not supported.
 *
 * @throws OperationOutcomeError 400.
 */
export function requireIdentity(idp: IdentityProvider, claims: ExternalClaims): ExternalIdentity {
  const { useSubject, identitySource, identityMappingMode } = idp;
  const source = identitySource ?? (useSubject ? 'subject' : 'email');
  const mapping = identityMappingMode ?? (useSubject ? 'project-membership-external-id' : 'user-email');
  if (source === 'email' && mapping === 'user-email') {
    return { email: required(textOf(claims['email'])?.toLowerCase(), 'email address') };
  }
  if (source === 'subject' && mapping === 'project-membership-external-id') {
    return { externalId: required(textOf(claims['sub']), 'subject') };
  }
  throw new OperationOutcomeError(badRequest('Unsupported identity provider configuration'));
}

function required(claim: string | undefined, name: string): string {
  if (!claim) {
    throw new OperationOutcomeError(badRequest(`External token does not contain ${name}`));
  }
  return claim;
}

function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' ? claim : undefined;
}
