import { badRequest, OperationOutcomeError, resolveId, unauthorized } from '@medplum/core';
import type { Request, RequestHandler } from 'express';

import { resolveAccessPolicy } from '#access-policy/resolve-access-policy.ts';
import { setCaller } from '#http/caller-of.ts';
import { remoteAddressOf } from '#http/remote-address.ts';
import type { Caller } from '#tenant/caller.ts';
import { readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';

import { basicIdentity } from './basic-identity.ts';
import { bearerIdentity } from './bearer-identity.ts';
import type { Identity } from './identity.ts';
import { findOnBehalfOf } from './on-behalf-of.ts';

/**
 * Lets through only requests with a valid access token or valid Basic credentials, and leaves the caller for
 * `callerOf`. All others get 401 "Unauthorized", without the reason.
 */
export function authenticate(tenant: Tenant): RequestHandler {
  return async (request, response, next) => {
    setCaller(response, await identifyCaller(tenant, request));
    next();
  };
}

async function identifyCaller(tenant: Tenant, request: Request): Promise<Caller> {
  try {
    const identity = await readIdentity(tenant, request);
    if (identity) {
      return describeCaller(tenant, request, identity);
    }
  } catch (error) {
    throw new OperationOutcomeError(authenticationError(error), { cause: error });
  }
  throw new OperationOutcomeError(unauthorized);
}

async function readIdentity(tenant: Tenant, request: Request): Promise<Identity | undefined> {
  const authorization = request.get('authorization') ?? '';
  const [scheme, token = ''] = authorization.split(' ');
  switch (scheme) {
    case 'Bearer':
      return bearerIdentity(tenant, token);
    case 'Basic':
      return basicIdentity(tenant, authorization, remoteAddressOf(request));
    default:
      return undefined;
  }
}

function describeCaller(tenant: Tenant, request: Request, { membership, login }: Identity): Caller {
  const target = request.get('x-medplum-on-behalf-of');
  const effective = target ? findOnBehalfOf(tenant, membership, target) : membership;
  return {
    project: readResource(tenant.store, 'Project', resolveId(effective.project) ?? ''),
    membership: effective,
    authenticatedMembership: membership,
    author: membership.profile,
    onBehalfOf: target ? effective.profile : undefined,
    client: login?.client?.reference === membership.user?.reference ? undefined : login?.client,
    login,
    accessPolicy: resolveAccessPolicy(tenant.store, effective),
    scope: login?.scope,
    remoteAddress: remoteAddressOf(request),
    extendedMode: request.get('x-medplum') === 'extended',
  };
}

/** What Medplum says when the credentials are good, but something behind them is not. It is a 400, not a 401. */
function authenticationError(error: unknown): ReturnType<typeof badRequest> {
  const outcome = badRequest('Authentication error');
  return { ...outcome, issue: outcome.issue.map((issue) => ({ ...issue, diagnostics: String(error) })) };
}
