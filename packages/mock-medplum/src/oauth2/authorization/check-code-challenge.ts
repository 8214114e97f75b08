import { OAuthError } from '#http/oauth-error.ts';
import type { AuthorizationCheck } from './check.ts';

/** A challenge needs its method. Medplum has no default of `plain` (RFC 7636 §4.3); the method is judged at sign-in. */
export const checkCodeChallenge: AuthorizationCheck = (parameters) => {
  if (parameters['code_challenge'] && !parameters['code_challenge_method']) {
    throw new OAuthError('invalid_request', 'Missing code challenge method');
  }
};
