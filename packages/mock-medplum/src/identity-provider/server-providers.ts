import type { IdentityProvider } from '@medplum/fhirtypes';
import type { ExternalAuthProvider } from '#tenant/tenant-settings.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** Finds the server's own provider with an issuer. */
export function providerByIssuer({ settings }: Tenant, issuer: unknown): ExternalAuthProvider | undefined {
  return settings.externalAuthProviders?.find((provider) => provider.issuer === issuer);
}

/** Finds the server's own provider with a client id, under which its access tokens are exchanged. */
export function providerByClientId({ settings }: Tenant, clientId: string): IdentityProvider | undefined {
  const provider = settings.externalAuthProviders?.find(
    (known) => (known.clientId ?? known.identityProvider?.clientId) === clientId,
  );
  const userInfoUrl = provider?.userInfoUrl;
  return provider?.identityProvider ?? (userInfoUrl ? { userInfoUrl } : undefined);
}
