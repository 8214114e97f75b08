import { readFileSync } from 'node:fs';
import { fillTemplate } from '#http/fill-template.ts';
import type { Parameters } from '#http/parameters.ts';
import type { AuthorizationClient } from '#oauth2/authorization/authorization-client.ts';
import type { Tenant } from '#tenant/tenant.ts';

const signIn = readFileSync(new URL('sign-in.html', import.meta.url), 'utf8');
const refusal = readFileSync(new URL('refusal.html', import.meta.url), 'utf8');

/**
 * Makes the page on which a user signs in for a client. Its script gets what it needs from data attributes, whose
 * client and return address were checked.
 */
export function signInPage(
  { baseUrl, appBaseUrl }: Tenant,
  parameters: Parameters,
  { client, redirectUri }: AuthorizationClient,
): string {
  return fillTemplate(signIn, {
    baseUrl,
    appBaseUrl,
    clientName: client.name ?? client.id ?? '',
    redirectUri,
    returnPlace: placeOf(new URL(redirectUri)),
    state: parameters['state'] ?? '',
    login: parameters['login'] ?? '',
    scopes: scopesToChoose(parameters['scope']),
    loginRequest: JSON.stringify(loginRequest(parameters)),
  });
}

/** Makes the page for a request that names no known client, or a return address that is not the client's. */
export function refusalPage({ appBaseUrl }: Tenant, reason: string): string {
  return fillTemplate(refusal, { appBaseUrl, reason });
}

/** A user is asked only about scopes for FHIR resources (SMART App Launch 2.2): they say what of their data is shared. */
function scopesToChoose(scope = ''): string {
  return /(?:^| )(?:patient|user|system)\//.test(scope) ? scope : '';
}

/** An app on a phone has a scheme of its own, and no origin. */
function placeOf({ origin, protocol }: URL): string {
  return origin === 'null' ? protocol : origin;
}

/** The members of `POST /auth/login` that come with the request for authorization. */
function loginRequest(parameters: Parameters): object {
  return {
    clientId: parameters['client_id'],
    scope: parameters['scope'],
    nonce: parameters['nonce'],
    launch: parameters['launch'],
    codeChallenge: parameters['code_challenge'],
    codeChallengeMethod: parameters['code_challenge_method'],
  };
}
