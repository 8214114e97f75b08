import { OAuthError } from '#http/oauth-error.ts';
import type { AuthorizationCheck } from './check.ts';

/** Rejects a SMART launch that this server did not make (SMART App Launch §2.1). */
export const checkLaunch: AuthorizationCheck = ({ launch }, tenant) => {
  if (launch && !tenant.store.get('SmartAppLaunch', launch)) {
    throw new OAuthError('invalid_request', 'Invalid launch');
  }
};
