import { advertisedGrantTypes } from '#oauth2/grants/all-grants.ts';

/** The scopes that both this document and the protected resource's list. */
export const supportedScopes = ['openid', 'profile', 'email', 'phone', 'address'];

/** `/.well-known/openid-configuration` (OpenID Connect Discovery §3) and `oauth-authorization-server` (RFC 8414). */
export function openidConfiguration(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}oauth2/authorize`,
    token_endpoint: `${issuer}oauth2/token`,
    userinfo_endpoint: `${issuer}oauth2/userinfo`,
    jwks_uri: `${issuer}.well-known/jwks.json`,
    introspection_endpoint: `${issuer}oauth2/introspect`,
    registration_endpoint: `${issuer}oauth2/register`,
    id_token_signing_alg_values_supported: ['ES256', 'ES384', 'HS256', 'RS256'],
    grant_types_supported: advertisedGrantTypes,
    response_types_supported: ['code', 'id_token', 'token id_token'],
    subject_types_supported: ['pairwise', 'public'],
    scopes_supported: supportedScopes,
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    request_object_signing_alg_values_supported: ['none'],
    code_challenge_methods_supported: ['S256', 'plain'],
  };
}
