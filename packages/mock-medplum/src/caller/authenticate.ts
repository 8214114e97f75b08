import { badRequest, forbidden, OperationOutcomeError, unauthorized } from '@medplum/core';
import type { Request, RequestHandler } from 'express';
import { setCaller } from '#http/caller-of.ts';
import { scopedProjectId } from '#http/project-scope.ts';
import { remoteAddressOf } from '#http/remote-address.ts';
import { because } from '#reason/reason.ts';
import type { Caller } from '#tenant/caller.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { issuerOf } from '#token/issuer.ts';
import { basicIdentity } from './basic-identity.ts';
import { bearerIdentity } from './bearer-identity.ts';
import { describeCaller } from './describe-caller.ts';
import { externalTokenIdentity } from './external-token-identity.ts';
import type { Identity } from './identity.ts';
import { whyUnauthorized } from './why-unauthorized.ts';

/**
 * Lets through only requests with a valid access token or valid Basic credentials, and leaves the caller for
 * `callerOf`. All others get 401 "Unauthorized", without the reason.
 */
export function authenticate(tenant: Tenant): RequestHandler {
  return async (request, response, next) => {
    const caller = await identifyCaller(tenant, request);
    checkProject(request, caller);
    setCaller(response, caller);
    next();
  };
}

/** Below `/projects/:id/` only callers of that project are served. */
function checkProject(request: Request, caller: Caller): void {
  const projectId = scopedProjectId(request);
  if (projectId !== undefined && projectId !== caller.project.id) {
    throw new OperationOutcomeError(forbidden);
  }
}

async function identifyCaller(tenant: Tenant, request: Request): Promise<Caller> {
  try {
    const identity = await readIdentity(tenant, request);
    if (identity) {
      return describeCaller(tenant, identity, {
        onBehalfOf: request.get('x-medplum-on-behalf-of'),
        remoteAddress: remoteAddressOf(request),
        extendedMode: request.get('x-medplum') === 'extended',
      });
    }
  } catch (error) {
    throw new OperationOutcomeError(authenticationError(error), { cause: error });
  }
  const reason = await whyUnauthorized(tenant, request.get('authorization') ?? '', remoteAddressOf(request));
  throw because(new OperationOutcomeError(unauthorized), reason);
}

async function readIdentity(tenant: Tenant, request: Request): Promise<Identity | undefined> {
  const authorization = request.get('authorization') ?? '';
  const [scheme, token = ''] = authorization.split(' ');
  switch (scheme) {
    case 'Bearer':
      return (
        (await externalTokenIdentity(tenant, token, remoteAddressOf(request))) ??
        bearerIdentity(tenant, token, issuerOf(tenant, request))
      );
    case 'Basic':
      return basicIdentity(tenant, authorization, remoteAddressOf(request));
    default:
      return undefined;
  }
}

/** Medplum answers 400, not 401, when the credentials are valid but the membership or client behind them is not. */
function authenticationError(error: unknown): ReturnType<typeof badRequest> {
  const outcome = badRequest('Authentication error');
  return { ...outcome, issue: outcome.issue.map((issue) => ({ ...issue, diagnostics: String(error) })) };
}
