import { type BasicCredentials, readBasicCredentials } from '#caller/basic-credentials.ts';
import { OAuthError } from '#http/oauth-error.ts';
import { issuerOf } from '#token/issuer.ts';
import { readClientAssertion } from './client-assertion.ts';
import { readClientCertificate } from './client-certificate.ts';
import type { TokenRequest } from './token-request.ts';

/** Names of the form parameters that a client authenticates with. */
export const clientParameters = ['client_id', 'client_secret', 'client_assertion_type', 'client_assertion'] as const;

/**
 * Reads how a client authenticates at the token endpoint, in Medplum's order: by an assertion (RFC 7523), by Basic
 * (RFC 6749 §2.3.1), by the certificate that a proxy passes on (RFC 8705), or in the body.
 *
 * @throws OAuthError when the assertion or the certificate is not good, or the Authorization header has another scheme.
 */
export async function readClientCredentials({ tenant, request, parameters }: TokenRequest): Promise<BasicCredentials> {
  if (parameters['client_assertion_type']) {
    return readClientAssertion(tenant, parameters, issuerOf(tenant, request));
  }
  const authorization = request.get('authorization');
  if (!authorization) {
    const { client_id: id, client_secret: secret } = parameters;
    return readClientCertificate(tenant, request, parameters) ?? { id, secret };
  }
  const credentials = readBasicCredentials(authorization);
  if (!credentials) {
    throw new OAuthError('invalid_request', 'Invalid authorization header');
  }
  return credentials;
}
