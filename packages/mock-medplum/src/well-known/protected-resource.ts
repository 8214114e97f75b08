import type { RequestHandler } from 'express';

import { readParameters } from '#http/parameters.ts';
import { TextError } from '#http/text-error.ts';
import type { Tenant } from '#tenant/tenant.ts';

import { SUPPORTED_SCOPES } from './openid-configuration.ts';

/** `/.well-known/oauth-protected-resource` (RFC 9728), of the whole server or of one `?resource=` below it. */
export function protectedResource({ baseUrl }: Tenant): RequestHandler {
  return (request, response) => {
    const { resource = baseUrl } = readParameters(request.query);
    if (!resource.startsWith(baseUrl)) {
      throw new TextError('Invalid resource URL');
    }
    response.json({
      resource,
      issuer: baseUrl,
      authorization_servers: [baseUrl],
      scopes_supported: SUPPORTED_SCOPES,
      bearer_methods_supported: ['header'],
      introspection_endpoint: `${baseUrl}oauth2/introspect`,
    });
  };
}
