import { resolveId } from '@medplum/core';
import type { Request, RequestHandler } from 'express';
import { OAuthError } from '#http/oauth-error.ts';
import { pickParameters, readParameters } from '#http/parameters.ts';
import { scopedProjectId } from '#http/project-scope.ts';
import { TextError } from '#http/text-error.ts';
import type { Tenant } from '#tenant/tenant.ts';
import type { TokenSubject } from '#token/issue-tokens.ts';
import { issuerOf } from '#token/issuer.ts';
import { allGrants } from './grants/all-grants.ts';
import { tokenResponse } from './token-response.ts';

/** `POST /oauth2/token` (RFC 6749 §3.2): finds the grant, lets it decide, and issues the tokens. */
export function token(tenant: Tenant): RequestHandler {
  return async (request, response) => {
    if (!request.is('application/x-www-form-urlencoded')) {
      throw new TextError('Unsupported content type');
    }
    const parameters = readParameters(request.body);
    const grantType = parameters['grant_type'];
    if (!grantType) {
      throw new OAuthError('invalid_request', 'Missing grant_type');
    }
    const grant = allGrants.find((candidate) => candidate.grantType === grantType);
    if (!grant) {
      throw new OAuthError('invalid_request', 'Unsupported grant_type');
    }
    const subject = await grant.redeem({ tenant, request, parameters: pickParameters(parameters, grant.parameters) });
    checkProject(request, subject);
    response.json(await tokenResponse(tenant, { ...subject, issuer: issuerOf(tenant, request) }));
  };
}

/** Below `/projects/:id/` there are tokens only for members of that project. */
function checkProject(request: Request, { membership }: TokenSubject): void {
  const projectId = scopedProjectId(request);
  if (projectId !== undefined && resolveId(membership.project) !== projectId) {
    throw new OAuthError('invalid_request', 'Invalid client');
  }
}
