import type { RequestHandler } from 'express';
import { OAuthError } from '#http/oauth-error.ts';
import { standardClients } from '#tenant/standard-clients.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { registeredRedirectUris } from './authorization/authorization-client.ts';

/**
 * `POST /oauth2/register` (RFC 7591), as far as Medplum goes: nobody gets a client of their own; who names the redirect
 * URI of a client that Medplum brings along is told its id.
 */
export function register(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const { redirect_uris: redirectUris } = (request.body ?? {}) as Readonly<{ redirect_uris?: unknown }>;
    const redirectUri: unknown = Array.isArray(redirectUris) ? redirectUris[0] : undefined;
    if (!redirectUri) {
      throw new OAuthError('invalid_request', 'Redirect URI is required');
    }
    const client = standardClients.find((known) => registeredRedirectUris(known).some((uri) => uri === redirectUri));
    if (!client) {
      throw new OAuthError('invalid_request', 'Invalid redirect URI');
    }
    response.status(201).json({
      client_id: client.id,
      client_id_issued_at: Math.floor(tenant.clock().getTime() / 1000),
      redirect_uris: registeredRedirectUris(client),
    });
  };
}
