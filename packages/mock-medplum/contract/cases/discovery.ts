import { belowProject, type Group, type Part, refuses, when } from '#contract/case.ts';
import type { Setup } from '#contract/setup/setup.ts';

const jsonType = { 'content-type': 'application/json; charset=utf-8' };
const textType = { 'content-type': 'text/plain; charset=utf-8' };
const htmlType = { 'content-type': 'text/html; charset=utf-8' };

/** Endpoints of an issuer, as its discovery document lists them (OpenID Connect Discovery 1.0 §3). */
function endpoints(issuer: string): Part {
  return {
    issuer,
    authorization_endpoint: `${issuer}oauth2/authorize`,
    token_endpoint: `${issuer}oauth2/token`,
    userinfo_endpoint: `${issuer}oauth2/userinfo`,
    jwks_uri: `${issuer}.well-known/jwks.json`,
    introspection_endpoint: `${issuer}oauth2/introspect`,
    registration_endpoint: `${issuer}oauth2/register`,
    id_token_signing_alg_values_supported: ['ES256', 'ES384', 'HS256', 'RS256'],
  };
}

const smart = ({ baseUrl }: Setup): Part => ({
  issuer: baseUrl,
  jwks_uri: `${baseUrl}.well-known/jwks.json`,
  authorization_endpoint: `${baseUrl}oauth2/authorize`,
  token_endpoint: `${baseUrl}oauth2/token`,
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
});

const protectedResource = (issuer: string, resource: string): Part => ({
  resource,
  issuer,
  authorization_servers: [issuer],
  scopes_supported: ['openid', 'profile', 'email', 'phone', 'address'],
  bearer_methods_supported: ['header'],
  introspection_endpoint: `${issuer}oauth2/introspect`,
});

const resourceOf = (setup: Setup, url: string): ReturnType<Setup['get']> =>
  setup.get(`.well-known/oauth-protected-resource?resource=${url}`);

export const discovery: Group = {
  title: 'Discovery',
  cases: [
    when(
      'DI01',
      'the OpenID configuration is read',
      (setup) => setup.get('.well-known/openid-configuration'),
      (setup) => ({ status: 200, headers: jsonType, body: endpoints(setup.baseUrl) }),
    ),
    when(
      'DI02',
      'the authorization server metadata is read (RFC 8414)',
      (setup) => setup.get('.well-known/oauth-authorization-server'),
      (setup) => ({ status: 200, headers: jsonType, body: endpoints(setup.baseUrl) }),
    ),
    when(
      'DI03',
      'the protected resource metadata is read (RFC 9728)',
      (setup) => setup.get('.well-known/oauth-protected-resource'),
      (setup) => ({ status: 200, body: protectedResource(setup.baseUrl, setup.baseUrl) }),
    ),
    when(
      'DI04',
      'the protected resource is the FHIR endpoint',
      (setup) => resourceOf(setup, `${setup.baseUrl}fhir/R4`),
      (setup) => ({ status: 200, body: protectedResource(setup.baseUrl, `${setup.baseUrl}fhir/R4`) }),
    ),
    when('DI05', 'the protected resource is of another server', (setup) => resourceOf(setup, 'https://evil.example'), {
      ...refuses(400, 'Invalid resource URL'),
      headers: htmlType,
    }),
    when('DI06', 'the keys are read', (setup) => setup.get('.well-known/jwks.json'), {
      status: 200,
      headers: jsonType,
      body: { keys: [{ kid: /^[0-9a-f-]{36}$/, alg: 'ES384', kty: 'EC', use: 'sig', crv: 'P-384', d: undefined }] },
    }),
    when(
      'DI07',
      'the SMART configuration is read at the root',
      (setup) => setup.get('.well-known/smart-configuration'),
      (setup) => ({ status: 200, headers: jsonType, body: smart(setup) }),
    ),
    when(
      'DI08',
      'the SMART configuration is read under FHIR',
      (setup) => setup.get('fhir/R4/.well-known/smart-configuration'),
      (setup) => ({ status: 200, headers: jsonType, body: smart(setup) }),
    ),
    when('DI09', 'the health is asked for', (setup) => setup.get('healthcheck'), {
      status: 200,
      body: { ok: true, version: /^5\./, postgres: true, redis: true },
    }),
    when('DI10', 'the root is asked for', (setup) => setup.get(''), { ...refuses(200, 'OK'), headers: textType }),
    when('DI11', 'the root of the API is asked for', (setup) => setup.get('api/'), refuses(200, 'OK')),
    when(
      'DI12',
      'robots.txt is asked for',
      (setup) => setup.get('robots.txt'),
      refuses(200, 'User-agent: *\nDisallow: /'),
    ),
    belowProject(
      when(
        'DI13',
        'the OpenID configuration of a project is read',
        (setup) => setup.get(`projects/${setup.projectId}/.well-known/openid-configuration`),
        (setup) => ({ status: 200, body: endpoints(`${setup.baseUrl}projects/${setup.projectId}/`) }),
      ),
    ),
    when('DI14', 'a path is unknown', (setup) => setup.get('nonexistent'), {
      ...refuses(404, /Cannot GET \/nonexistent/),
      headers: htmlType,
    }),
    when('DI15', 'a path under oauth2 is unknown', (setup) => setup.get('oauth2/nonexistent'), {
      ...refuses(404, /Cannot GET \/oauth2\/nonexistent/),
      headers: htmlType,
    }),
    when('DI16', 'the capability statement is read by nobody in particular', (setup) => setup.get('fhir/R4/metadata'), {
      status: 200,
      headers: { 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' },
      body: { resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' },
    }),
  ],
};
