import type { ClientApplication } from '@medplum/fhirtypes';
import type { Parameters } from '#http/parameters.ts';
import { TextError } from '#http/text-error.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** Schemes by which a browser runs or reads what the address holds, instead of asking the client. */
const neverRedirectedTo: ReadonlySet<string> = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:']);

/** The client of an authorization request, and its redirect URI. */
export type AuthorizationClient = Readonly<{ client: ClientApplication; redirectUri: string }>;

/**
 * Finds the client of an authorization request and checks its redirect URI, which has to be a registered one to the
 * letter (RFC 9700 §2.1). An app on a phone has a scheme of its own (RFC 8252 §7.1).
 *
 * @throws TextError: while this is in doubt nothing may be redirected (RFC 6749 §4.1.2.1).
 */
export function authorizationClient(tenant: Tenant, parameters: Parameters): AuthorizationClient {
  const { client_id: clientId = '', redirect_uri: redirectUri } = parameters;
  const client = tenant.store.get('ClientApplication', clientId);
  if (!client) {
    throw new TextError('Client not found');
  }
  if (!redirectUri) {
    throw new TextError('Missing redirect URI');
  }
  if (!registeredRedirectUris(client).includes(redirectUri)) {
    throw new TextError('Invalid redirect URI');
  }
  return { client, redirectUri };
}

/** Returns where a client's answers may go: Medplum had one address for a client before it had several. */
export function registeredRedirectUris({ redirectUri, redirectUris }: ClientApplication): readonly string[] {
  return [redirectUri, ...(redirectUris ?? [])].filter((uri) => uri !== undefined).filter(isFollowed);
}

function isFollowed(redirectUri: string): boolean {
  return URL.canParse(redirectUri) && !neverRedirectedTo.has(new URL(redirectUri).protocol);
}
