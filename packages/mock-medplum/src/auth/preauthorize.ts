import { hash } from 'node:crypto';
import { badRequest, createReference, forbidden, OperationOutcomeError } from '@medplum/core';
import type { ClientApplication, Login } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { authorizeRead } from '#fhir-context/authorize-read.ts';
import { openContext } from '#fhir/exchange/open-context.ts';
import { callerOf } from '#http/caller-of.ts';
import { readBody } from '#http/read-body.ts';
import { remoteAddressOf } from '#http/remote-address.ts';
import type { Caller } from '#tenant/caller.ts';
import type { Tenant } from '#tenant/tenant.ts';

const defaultSeconds = 3600;
const maxSeconds = 604_800;

const expiresIn = `expiresIn must be a positive integer not exceeding ${maxSeconds} seconds`;

const preauthorizeBody = z.object({
  clientId: z.guid('Client ID is required'),
  scope: z.string('Scope must be a string').optional(),
  nonce: z.string('Nonce must be a string').optional(),
  expiresIn: z.coerce.number(expiresIn).int(expiresIn).min(1, expiresIn).max(maxSeconds, expiresIn).optional(),
});

/** `POST /auth/preauthorize`: an administrator's client makes a code by which the one it acts for signs in, once. */
export function preauthorize(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const body = readBody(tenant, request, preauthorizeBody);
    const caller = callerOf(response);
    checkCaller(caller);
    // The client is looked up with the rights of the one acted for, as Medplum does.
    const client = authorizeRead(openContext(tenant, response), 'read', 'ClientApplication', body.clientId)
      .resource as ClientApplication;
    const code = tenant.random.hex(128);
    const now = tenant.clock();
    const expiresAt = new Date(now.getTime() + (body.expiresIn ?? defaultSeconds) * 1000).toISOString();
    tenant.logins.save({
      ...loginOf(caller),
      id: tenant.random.uuid(),
      client: createReference(client),
      authTime: now.toISOString(),
      scope: body.scope || 'openid',
      nonce: body.nonce || tenant.random.uuid(),
      remoteAddress: remoteAddressOf(request),
      // Only its hash is kept, so the stored logins do not let anybody sign in.
      preAuthorizedCodeHash: hash('sha256', code),
      expiresAt,
    });
    response.json({ preAuthorizedCode: code, expiresAt });
  };
}

function checkCaller({ authenticatedMembership, onBehalfOf }: Caller): void {
  if (!authenticatedMembership.admin) {
    throw new OperationOutcomeError(forbidden);
  }
  if (!onBehalfOf) {
    throw new OperationOutcomeError(badRequest('Pre-authorization requires onBehalfOfMembership'));
  }
}

function loginOf({
  project,
  membership,
}: Caller): Pick<Login, 'resourceType' | 'authMethod' | 'project' | 'user'> &
  Pick<Login, 'membership' | 'profileType'> {
  const { user, profile } = membership;
  const profileType = profile.reference?.split('/')[0];
  return {
    resourceType: 'Login',
    authMethod: 'pre-authorized',
    project: createReference(project),
    membership: createReference(membership),
    user,
    profileType: profileType as NonNullable<Login['profileType']>,
  };
}
