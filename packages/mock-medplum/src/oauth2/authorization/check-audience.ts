import { OAuthError } from '#http/oauth-error.ts';
import type { AuthorizationCheck } from './check.ts';

/** Rejects a foreign `aud` (SMART App Launch §2.1), so that no token leaks to a counterfeit server. */
export const checkAudience: AuthorizationCheck = ({ aud }, tenant) => {
  if (aud && !`${aud}/`.startsWith(tenant.baseUrl)) {
    throw new OAuthError('invalid_request', 'Invalid audience');
  }
};
