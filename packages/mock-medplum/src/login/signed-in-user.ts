import { badRequest, notFound, OperationOutcomeError, type WithId } from '@medplum/core';
import type { User } from '@medplum/fhirtypes';
import type { Response } from 'express';
import { callerOf } from '#http/caller-of.ts';
import type { StoredLogin } from '#tenant/logins.ts';
import { readReference } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';

/**
 * Returns the user who is signed in.
 *
 * @throws OperationOutcomeError 404 when a machine is.
 */
export function signedInUser(tenant: Tenant, response: Response): WithId<User> {
  const user = readReference(tenant.store, callerOf(response).authenticatedMembership.user);
  if (user.resourceType !== 'User') {
    throw new OperationOutcomeError(notFound);
  }
  return user as WithId<User>;
}

/**
 * Returns the login of the token that a request came with.
 *
 * @throws OperationOutcomeError 400 when it came with Basic.
 */
export function signedInLogin(tenant: Tenant, response: Response): StoredLogin {
  const login = tenant.logins.get(callerOf(response).login?.id ?? '');
  if (!login) {
    throw new OperationOutcomeError(badRequest('Missing id'));
  }
  return login;
}
