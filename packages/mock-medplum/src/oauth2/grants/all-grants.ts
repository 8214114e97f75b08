import { authorizationCodeGrant } from './authorization-code-grant.ts';
import { clientCredentialsGrant } from './client-credentials-grant.ts';
import type { Grant } from './grant.ts';
import { preAuthorizedCodeGrant } from './pre-authorized-code-grant.ts';
import { refreshTokenGrant } from './refresh-token-grant.ts';
import { tokenExchangeGrant } from './token-exchange-grant.ts';

/** Every grant that the token endpoint serves, in the order in which discovery lists them. */
export const allGrants: readonly Grant[] = [
  clientCredentialsGrant,
  authorizationCodeGrant,
  refreshTokenGrant,
  tokenExchangeGrant,
  preAuthorizedCodeGrant,
];

/** The grant types that discovery documents list as `grant_types_supported`. */
export const advertisedGrantTypes = allGrants
  .filter(({ isAdvertised }) => isAdvertised)
  .map(({ grantType }) => grantType);
