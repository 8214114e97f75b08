import type { Request } from 'express';
import type { BasicCredentials } from '#caller/basic-credentials.ts';
import { checkCertificate } from '#caller/check-certificate.ts';
import { OAuthError } from '#http/oauth-error.ts';
import type { Parameters } from '#http/parameters.ts';
import type { Tenant } from '#tenant/tenant.ts';

/**
 * Authenticates a client by its TLS certificate (RFC 8705 §2), which the proxy that ends TLS passes on in a header. The
 * header is looked at only when the server is told that there is such a proxy: else anyone could send one.
 *
 * @returns What the client would have sent as id and secret, or undefined when no certificate was passed on.
 * @throws OAuthError when the certificate is not the client's.
 */
export function readClientCertificate(
  tenant: Tenant,
  request: Request,
  parameters: Parameters,
): BasicCredentials | undefined {
  const { mtlsCertificateHeader } = tenant.settings;
  const encoded = mtlsCertificateHeader && request.get(mtlsCertificateHeader);
  if (!encoded) {
    return undefined;
  }
  const id = parameters['client_id'] ?? '';
  const client = tenant.store.get('ClientApplication', id);
  if (!client) {
    throw new OAuthError('invalid_request', 'Error reading client: Not found');
  }
  if (!client.certificateTrustStore) {
    throw new OAuthError('invalid_request', 'Client does not have a configured certificate trust store');
  }
  try {
    checkCertificate(decodeURIComponent(encoded), client.certificateTrustStore, tenant.clock());
  } catch (error) {
    throw new OAuthError('invalid_request', `Invalid client certificate: ${(error as Error).message}`);
  }
  return { id, secret: client.secret };
}
