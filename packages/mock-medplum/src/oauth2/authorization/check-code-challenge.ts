import { OAuthError } from '#http/oauth-error.ts';
import type { AuthorizationCheck } from './check.ts';

/** Requires a method with each challenge: Medplum has no default (RFC 7636 §4.3). The sign-in checks the method. */
export const checkCodeChallenge: AuthorizationCheck = (parameters) => {
  if (parameters['code_challenge'] && !parameters['code_challenge_method']) {
    throw new OAuthError('invalid_request', 'Missing code challenge method');
  }
};
