import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { ClientApplication } from '@medplum/fhirtypes';
import { registeredRedirectUris } from '#oauth2/authorization/authorization-client.ts';
import type { StoredLogin } from '#tenant/logins.ts';
import type { Tenant } from '#tenant/tenant.ts';
import type { ProviderOwner } from './external-state.ts';
import type { ExternalState } from './external-state.ts';

/**
 * Says where the browser goes after an external sign-in: back to the client with a code, when it asked for that, else on
 * to a page where the sign-in is completed. The state came through the browser, so every address in it is checked.
 *
 * @throws OperationOutcomeError 400 when the redirect URI is not registered.
 */
export function externalReturnUrl(
  tenant: Tenant,
  login: StoredLogin,
  state: ExternalState,
  owner: ProviderOwner,
): string {
  if (login.membership && state.redirectUri && owner.client) {
    return clientUrl(login, state.redirectUri, owner.client);
  }
  const page = isAllowedReturn(state.returnTo, owner)
    ? state.returnTo
    : `${tenant.appBaseUrl}${login.launch ? 'oauth' : 'signin'}`;
  return withParameters(page ?? '', {
    login: login.id,
    scope: login.scope,
    nonce: login.nonce,
    code_challenge: login.codeChallenge,
    code_challenge_method: login.codeChallengeMethod,
  });
}

function clientUrl(login: StoredLogin, redirectUri: string, client: ClientApplication): string {
  if (!registeredRedirectUris(client).includes(redirectUri)) {
    throw new OperationOutcomeError(badRequest('Invalid redirect URI'));
  }
  return withParameters(redirectUri, { login: login.id, code: login.code });
}

function isAllowedReturn(returnTo: string | null | undefined, { domain }: ProviderOwner): boolean {
  const allowed = domain?.allowedPostLoginRedirectUrls ?? [];
  return allowed.some((prefix) => {
    if (!returnTo || !URL.canParse(returnTo) || !URL.canParse(prefix)) {
      return false;
    }
    const [to, from] = [new URL(returnTo), new URL(prefix)];
    return to.protocol === from.protocol && to.host === from.host && to.pathname.startsWith(from.pathname);
  });
}

function withParameters(base: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const url = new URL(base);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) {
      url.searchParams.set(name, value);
    }
  }
  return url.toString();
}
