import { isJwt, type MedplumClient, parseJWTPayload } from '@medplum/core';

/**
 * What the access token says of itself, without its signature: nobody can ask for anything with this. Nothing here is
 * verified: that is the server's business.
 */
export type AccessTokenFacts = Readonly<{
  scopes: readonly string[];
  issuer: string;
  expiresAt: Date;
  issuedAt: Date | undefined;
  audience: string | undefined;
  clientId: string | undefined;
  header: object;
  payload: object;
}>;

type Claims = Readonly<{
  scope?: string;
  iss?: string;
  aud?: string | readonly string[];
  client_id?: string;
  iat?: number;
  exp: number;
}>;

export function readAccessToken(medplum: MedplumClient): AccessTokenFacts | undefined {
  const token = medplum.getAccessToken();
  if (!token || !isJwt(token)) {
    return undefined;
  }
  const payload = parseJWTPayload(token) as Claims;
  const { scope = '', iss = 'unknown', aud, client_id: clientId, iat, exp } = payload;
  return {
    scopes: scope.split(' ').filter(Boolean),
    issuer: iss,
    expiresAt: new Date(exp * 1000),
    issuedAt: iat === undefined ? undefined : new Date(iat * 1000),
    audience: aud === undefined ? undefined : [aud].flat().join(', '),
    clientId,
    header: readHeader(token),
    payload,
  };
}

/** RFC 7515 §3.1: the part before the first dot. */
function readHeader(token: string): object {
  const [part = ''] = token.split('.');
  return JSON.parse(atob(part.replaceAll('-', '+').replaceAll('_', '/'))) as object;
}
