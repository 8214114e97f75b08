/** Addresses of a Medplum server's endpoints, absolute. */
export type MedplumEndpoints = Readonly<{
  authorize: string;
  token: string;
  userinfo: string;
  logout: string;
  jwks: string;
  fhir: string;
  healthcheck: string;
}>;

/**
 * Says where a Medplum server's endpoints are, from its base URL alone.
 *
 * @param baseUrl - Absolute, with a trailing slash, as the settings hold it.
 * @see RFC 8414: a server with other paths publishes them at `.well-known/oauth-authorization-server`.
 */
export function medplumEndpoints(baseUrl: string): MedplumEndpoints {
  const at = (path: string): string => new URL(path, baseUrl).href;
  return {
    authorize: at('oauth2/authorize'),
    token: at('oauth2/token'),
    userinfo: at('oauth2/userinfo'),
    logout: at('oauth2/logout'),
    jwks: at('.well-known/jwks.json'),
    fhir: at('fhir/R4'),
    healthcheck: at('healthcheck'),
  };
}
