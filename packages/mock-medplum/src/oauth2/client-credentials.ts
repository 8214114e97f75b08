import type { Request } from 'express';

import { type BasicCredentials, readBasicCredentials } from '#authentication/basic-credentials.ts';
import { OAuthError } from '#http/oauth-error.ts';
import type { Parameters } from '#http/parameters.ts';

/**
 * Reads how a client authenticates at the token endpoint (RFC 6749 §2.3.1): by Basic, which goes first, or in the body.
 *
 * @throws OAuthError when the Authorization header has another scheme.
 */
export function readClientCredentials(request: Request, parameters: Parameters): BasicCredentials {
  const authorization = request.get('authorization');
  if (!authorization) {
    return { id: parameters['client_id'], secret: parameters['client_secret'] };
  }
  const credentials = readBasicCredentials(authorization);
  if (!credentials) {
    throw new OAuthError('invalid_request', 'Invalid authorization header');
  }
  return credentials;
}
