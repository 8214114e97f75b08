import type { RequestHandler } from 'express';
import { readParameters } from '#http/parameters.ts';
import { TextError } from '#http/text-error.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { issuerOf } from '#token/issuer.ts';
import { supportedScopes } from './openid-configuration.ts';

/** `/.well-known/oauth-protected-resource` (RFC 9728), of the whole server or of one `?resource=` below it. */
export function protectedResource(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const issuer = issuerOf(tenant, request);
    const { resource = issuer } = readParameters(request.query);
    if (!resource.startsWith(issuer)) {
      throw new TextError('Invalid resource URL');
    }
    response.json({
      resource,
      issuer,
      authorization_servers: [issuer],
      scopes_supported: supportedScopes,
      bearer_methods_supported: ['header'],
      introspection_endpoint: `${issuer}oauth2/introspect`,
    });
  };
}
