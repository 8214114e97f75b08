import { OAuthError } from '#http/oauth-error.ts';
import type { AuthorizationCheck } from './check.ts';

/** An `aud`, as SMART App Launch §2.1 asks for, has to be this server: else a token meant for another would be its prey. */
export const checkAudience: AuthorizationCheck = ({ aud }, tenant) => {
  if (aud && !`${aud}/`.startsWith(tenant.baseUrl)) {
    throw new OAuthError('invalid_request', 'Invalid audience');
  }
};
