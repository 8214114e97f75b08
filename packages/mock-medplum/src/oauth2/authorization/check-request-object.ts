import { OAuthError } from '#http/oauth-error.ts';
import type { AuthorizationCheck } from './check.ts';

/** Rejects request objects (OpenID Connect Core §6.1). */
export const checkRequestObject: AuthorizationCheck = ({ request }) => {
  if (request) {
    throw new OAuthError('request_not_supported', 'Unsupported request parameter');
  }
};
