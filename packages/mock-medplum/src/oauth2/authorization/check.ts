import type { Parameters } from '#http/parameters.ts';
import type { Tenant } from '#tenant/tenant.ts';

/**
 * One check of an authorization request whose client and redirect URI are known to be good. It throws an OAuthError,
 * which the client is told in the redirect.
 */
export type AuthorizationCheck = (parameters: Parameters, tenant: Tenant) => void;
