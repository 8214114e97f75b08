import { resolveId } from '@medplum/core';
import type { Reference } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import { constantTimeEqual } from '#caller/constant-time-equal.ts';
import { readParameters } from '#http/parameters.ts';
import type { StoredLogin } from '#tenant/logins.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { issuerOf } from '#token/issuer.ts';
import { type TokenClaims, verifyToken } from '#token/verify-token.ts';

/** `POST /oauth2/introspect` (RFC 7662): tells whether a token still holds. Nobody has to say who they are. */
export function introspect(tenant: Tenant): RequestHandler {
  return async (request, response) => {
    const { token } = readParameters(request.body);
    if (!token) {
      response.status(400).end('Token to introspect must be provided');
      return;
    }
    const claims = await verifyToken(tenant, token, issuerOf(tenant, request));
    const login = claims && tenant.logins.get(claims.login_id);
    const launch = tenant.store.get('SmartAppLaunch', resolveId(login?.launch) ?? '');
    const isGood = claims && login && isActive(claims, login);
    response.json(isGood ? describe(claims, launch?.patient) : { active: false });
  };
}

function isActive({ refresh_secret: secret }: TokenClaims, login: StoredLogin): boolean {
  const isReplaced = typeof secret === 'string' && !constantTimeEqual(secret, login.refreshSecret ?? '');
  return login.granted === true && login.revoked !== true && !isReplaced;
}

function describe(claims: TokenClaims, launchedFor: Reference | undefined): object {
  const { iat, exp, iss, sub, client_id: clientId, scope, profile } = claims;
  const [, patient] = /^Patient\/(.+)$/.exec(launchedFor?.reference ?? String(profile)) ?? [];
  return { active: true, iat, exp, iss, sub, client_id: clientId, scope, patient };
}
