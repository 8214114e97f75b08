import type { Provider } from 'oidc-provider';

const tenantSegment = /\/t\/[\w-]+(?=\/auth\/external$)/;

/**
 * Lets each tenant of a mock of Medplum, at `<medplumUrl>t/<name>/`, receive codes as the root does.
 *
 * Tests make tenants while the provider runs. It is off by default, as a real client registers every address in full:
 * RFC 9700 §2.1.
 */
export function allowMedplumTenants({ Client }: Provider): void {
  const { prototype } = Client;
  // oxlint-disable-next-line typescript/unbound-method -- called with its client, two lines below
  const isRegistered = prototype.redirectUriAllowed;
  prototype.redirectUriAllowed = function (redirectUri): boolean {
    return isRegistered.call(this, redirectUri) || isRegistered.call(this, redirectUri.replace(tenantSegment, ''));
  };
}
