import { OAuthError } from '#http/oauth-error.ts';
import type { Parameters } from '#http/parameters.ts';
import type { Tenant } from '#tenant/tenant.ts';

/**
 * One check of an authorization request whose client and redirect URI are known to be good. It throws an OAuthError,
 * which the client is told in the redirect.
 */
type AuthorizationCheck = (parameters: Parameters, tenant: Tenant) => void;

/** Requires a scope, asked for or the client's default (RFC 6749 §3.3). */
const checkScope: AuthorizationCheck = ({ scope }) => {
  if (!scope) {
    throw new OAuthError('invalid_request', 'Missing scope');
  }
};

/** Only the authorization code flow is served, whatever discovery says (RFC 6749 §3.1.1). */
const checkResponseType: AuthorizationCheck = ({ response_type: responseType }) => {
  if (responseType !== 'code') {
    throw new OAuthError('unsupported_response_type', 'Invalid response type');
  }
};

/** Rejects request objects (OpenID Connect Core §6.1). */
const checkRequestObject: AuthorizationCheck = ({ request }) => {
  if (request) {
    throw new OAuthError('request_not_supported', 'Unsupported request parameter');
  }
};

/** Rejects a foreign `aud` (SMART App Launch §2.1), so that no token leaks to a counterfeit server. */
const checkAudience: AuthorizationCheck = ({ aud }, tenant) => {
  if (aud && !`${aud}/`.startsWith(tenant.baseUrl)) {
    throw new OAuthError('invalid_request', 'Invalid audience');
  }
};

/** Requires a method with each challenge: Medplum has no default (RFC 7636 §4.3). The sign-in checks the method. */
const checkCodeChallenge: AuthorizationCheck = (parameters) => {
  if (parameters['code_challenge'] && !parameters['code_challenge_method']) {
    throw new OAuthError('invalid_request', 'Missing code challenge method');
  }
};

/** Rejects a SMART launch that this server did not make (SMART App Launch §2.1). */
const checkLaunch: AuthorizationCheck = ({ launch }, tenant) => {
  if (launch && !tenant.store.get('SmartAppLaunch', launch)) {
    throw new OAuthError('invalid_request', 'Invalid launch');
  }
};

/** What an authorization request has to fulfil, in this order. The client learns the first check that fails. */
export const authorizationChecks: readonly AuthorizationCheck[] = [
  checkScope,
  checkResponseType,
  checkRequestObject,
  checkAudience,
  checkCodeChallenge,
  checkLaunch,
];
