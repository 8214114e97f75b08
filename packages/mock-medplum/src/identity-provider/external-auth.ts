import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { Tenant } from '#tenant/tenant.ts';
import { findDomainConfiguration } from './domain-configuration.ts';
import { externalCallbackUrl } from './redeem-external-code.ts';

/** Where a user has to sign in instead of here. */
export type ExternalAuth = Readonly<{ domain: string; authorizeUrl: string }>;

/**
 * Finds the identity provider of an email address's domain.
 *
 * @throws OperationOutcomeError 400 when the provider's URL is none.
 */
export function findExternalAuth(tenant: Tenant, email: string): ExternalAuth | undefined {
  const domain = email.split('@')[1] ?? '';
  const idp = findDomainConfiguration(tenant, domain)?.identityProvider;
  if (!idp) {
    return undefined;
  }
  if (!idp.authorizeUrl || !URL.canParse(idp.authorizeUrl)) {
    throw new OperationOutcomeError(badRequest('Failed to construct URL for the domain'));
  }
  const url = new URL(idp.authorizeUrl);
  url.searchParams.set('client_id', idp.clientId ?? '');
  url.searchParams.set('redirect_uri', externalCallbackUrl(tenant));
  url.searchParams.set('response_type', 'code');
  url.searchParams.set('scope', 'openid profile email');
  return { domain, authorizeUrl: url.toString() };
}
