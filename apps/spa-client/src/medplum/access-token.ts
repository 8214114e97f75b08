import { isJwt, type MedplumClient, parseJWTPayload } from '@medplum/core';

/** What the access token says of itself. Nothing here is verified: that is the server's business. */
export type AccessTokenFacts = Readonly<{ scopes: readonly string[]; issuer: string; expiresAt: Date }>;

type Claims = Readonly<{ scope?: string; iss?: string; exp: number }>;

export function readAccessToken(medplum: MedplumClient): AccessTokenFacts | undefined {
  const token = medplum.getAccessToken();
  if (!token || !isJwt(token)) {
    return undefined;
  }
  const { scope = '', iss = 'unknown', exp } = parseJWTPayload(token) as Claims;
  return { scopes: scope.split(' ').filter(Boolean), issuer: iss, expiresAt: new Date(exp * 1000) };
}
