import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { RequestHandler } from 'express';
import { readParameters } from '#http/parameters.ts';
import { remoteAddressOf } from '#http/remote-address.ts';
import { findDomainConfiguration } from '#identity-provider/domain-configuration.ts';
import { type ExternalIdentity, requireIdentity } from '#identity-provider/external-identity.ts';
import { redeemExternalCode } from '#identity-provider/redeem-external-code.ts';
import { providerByIssuer } from '#identity-provider/server-providers.ts';
import { startExternalLogin } from '#login/start-external-login.ts';
import { readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { externalReturnUrl } from './external-return-url.ts';
import { type ExternalState, type ProviderOwner, readExternalState } from './external-state.ts';

/** `GET /auth/external`: an identity provider sends the browser back, and the user is signed in or told why not. */
export function external(tenant: Tenant): RequestHandler {
  return async (request, response) => {
    const { code, state: stateText } = readParameters(request.query);
    const state = readExternalState(code, stateText);
    const owner = findOwner(tenant, state);
    const ofServer = state.issuer ? providerByIssuer(tenant, state.issuer)?.identityProvider : undefined;
    const idp = owner.client?.identityProvider ?? owner.domain?.identityProvider ?? ofServer;
    if (!idp) {
      throw new OperationOutcomeError(badRequest('Identity provider not found'));
    }
    const claims = await redeemExternalCode(tenant, idp, code ?? '', state.codeChallenge ?? undefined);
    const identity = requireIdentity(idp, claims);
    checkDomain(state, identity);
    const login = startExternalLogin(tenant, {
      ...identity,
      authMethod: 'external',
      client: owner.client,
      projectId: chooseProject(state, owner),
      scope: state.scope ?? 'openid offline_access',
      nonce: state.nonce ?? tenant.random.uuid(),
      launchId: state.launch ?? undefined,
      codeChallenge: state.codeChallenge ?? undefined,
      codeChallengeMethod: state.codeChallengeMethod ?? undefined,
      remoteAddress: remoteAddressOf(request),
      userAgent: request.get('user-agent'),
    });
    response.redirect(externalReturnUrl(tenant, login, state, owner));
  };
}

function findOwner(tenant: Tenant, { clientId, domain }: ExternalState): ProviderOwner {
  return {
    client: clientId ? readResource(tenant.store, 'ClientApplication', clientId) : undefined,
    domain: domain ? findDomainConfiguration(tenant, domain) : undefined,
  };
}

/** A domain's provider speaks for the users of that domain only. */
function checkDomain({ domain }: ExternalState, { email }: ExternalIdentity): void {
  if (domain && !email?.endsWith(`@${domain}`)) {
    throw new OperationOutcomeError(badRequest('Email address does not match domain'));
  }
}

function chooseProject({ projectId }: ExternalState, { client }: ProviderOwner): string | undefined {
  if (client && projectId && projectId !== client.meta?.project) {
    throw new OperationOutcomeError(badRequest('Invalid project'));
  }
  return client ? client.meta?.project : (projectId ?? undefined);
}
