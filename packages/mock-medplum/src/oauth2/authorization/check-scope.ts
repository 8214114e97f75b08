import { OAuthError } from '#http/oauth-error.ts';
import type { AuthorizationCheck } from './check.ts';

/** Requires a scope: there is no default (RFC 6749 §3.3). */
export const checkScope: AuthorizationCheck = ({ scope }) => {
  if (!scope) {
    throw new OAuthError('invalid_request', 'Missing scope');
  }
};
