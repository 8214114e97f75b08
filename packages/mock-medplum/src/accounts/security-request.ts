import { createReference, notFound, badRequest, OperationOutcomeError, resolveId, type WithId } from '@medplum/core';
import type { User, UserSecurityRequest } from '@medplum/fhirtypes';
import { constantTimeEqual } from '#caller/constant-time-equal.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { createAsSystem, updateAsSystem } from './write-as-system.ts';

type RequestType = NonNullable<UserSecurityRequest['type']>;

/** Makes the secret of a mailed link, which sets a password or confirms the address. */
export function createSecurityRequest(
  tenant: Tenant,
  user: WithId<User>,
  type: RequestType,
  redirectUri?: string,
): WithId<UserSecurityRequest> {
  const request: UserSecurityRequest = {
    resourceType: 'UserSecurityRequest',
    type,
    user: createReference(user),
    secret: tenant.random.hex(16),
    ...(redirectUri && { redirectUri }),
  };
  return createAsSystem(tenant, request, resolveId(user.project));
}

/** The page of Medplum's web app that a mail leads to. */
export function securityRequestUrl(
  { appBaseUrl }: Tenant,
  page: 'setpassword' | 'verifyemail',
  { id, secret }: WithId<UserSecurityRequest>,
): string {
  return `${appBaseUrl}${page}/${id}/${secret}`;
}

/** Marks a request as used. */
export function consumeSecurityRequest(tenant: Tenant, request: WithId<UserSecurityRequest>): void {
  updateAsSystem(tenant, { ...request, used: true });
}

/**
 * Finds a request by its id.
 *
 * @throws OperationOutcomeError 404.
 */
export function readSecurityRequest(tenant: Tenant, id: string): WithId<UserSecurityRequest> {
  const request = tenant.store.get('UserSecurityRequest', id);
  if (!request) {
    throw new OperationOutcomeError(notFound);
  }
  return { ...request, id };
}

/**
 * Checks that a request was not used and that its secret is known.
 *
 * @throws OperationOutcomeError 400.
 */
export function checkSecret(request: UserSecurityRequest, secret: string): void {
  if (!constantTimeEqual(request.secret, secret)) {
    throw new OperationOutcomeError(badRequest('Incorrect secret'));
  }
}

/** @throws OperationOutcomeError 400 when a request was used before. */
export function checkUnused(request: UserSecurityRequest): void {
  if (request.used) {
    throw new OperationOutcomeError(badRequest('Already used'));
  }
}
