import { advertisedGrantTypes } from '#oauth2/grants/all-grants.ts';

/** `/.well-known/smart-configuration` (SMART App Launch 2.2, "Conformance"). */
export function smartConfiguration(issuer: string): object {
  return {
    issuer,
    jwks_uri: `${issuer}.well-known/jwks.json`,
    authorization_endpoint: `${issuer}oauth2/authorize`,
    grant_types_supported: advertisedGrantTypes,
    token_endpoint: `${issuer}oauth2/token`,
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS256', 'RS384', 'ES384'],
    scopes_supported: [
      'patient/*.rs',
      'user/*.cruds',
      'openid',
      'fhirUser',
      'launch',
      'launch/patient',
      'offline_access',
      'online_access',
    ],
    response_types_supported: ['code'],
    introspection_endpoint: `${issuer}oauth2/introspect`,
    capabilities: capabilities,
    code_challenge_methods_supported: ['S256'],
  };
}

const capabilities = [
  'authorize-post',
  'permission-v1',
  'permission-v2',
  'client-confidential-asymmetric',
  'client-confidential-symmetric',
  'client-public',
  'context-banner',
  'context-ehr-patient',
  'context-ehr-encounter',
  'context-standalone-patient',
  'context-style',
  'launch-ehr',
  'launch-standalone',
  'permission-offline',
  'permission-patient',
  'permission-user',
  'sso-openid-connect',
];
