import { OAuthError } from '#http/oauth-error.ts';
import type { AuthorizationCheck } from './check.ts';

/** Only the authorization code flow is served, whatever discovery says (RFC 6749 §3.1.1). */
export const checkResponseType: AuthorizationCheck = ({ response_type: responseType }) => {
  if (responseType !== 'code') {
    throw new OAuthError('unsupported_response_type', 'Invalid response type');
  }
};
