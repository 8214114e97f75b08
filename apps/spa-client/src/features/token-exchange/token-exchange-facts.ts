import type { TokenEndpointResponse } from 'oauth4webapi';

/** What can be told of a token answer without showing a token that anybody could use. */
export type TokenFacts = Readonly<{
  /** Whose token endpoint it came from. */
  issuer: string;
  /** For whom the access token is; only a JWT says so. */
  audience: string | undefined;
  /** The first and the last four characters of the access token. */
  masked: string;
  scopes: readonly string[];
  expiresAt: Date | undefined;
  hasRefreshToken: boolean;
  /** Undefined when it is opaque: made to be read by its issuer alone. */
  accessToken: DecodedJwt | undefined;
  idToken: DecodedJwt | undefined;
}>;

/** The two readable parts of a JWT (RFC 7519). The signature is left out, so it works nowhere. */
export type DecodedJwt = Readonly<{ header: object; payload: Claims }>;

type Claims = Readonly<{ aud?: string | readonly string[] }>;

/** @param askedScope - What was granted if the answer has no scope (RFC 6749 §5.1). */
export function readTokenFacts(
  answer: TokenEndpointResponse,
  { issuer, askedScope }: Readonly<{ issuer: string; askedScope: string }>,
): TokenFacts {
  const { access_token: token, id_token: idToken, refresh_token: refreshToken, expires_in: seconds } = answer;
  const accessToken = decodeJwt(token);
  const audience = accessToken?.payload.aud;
  return {
    issuer,
    audience: audience && [audience].flat().join(', '),
    masked: mask(token),
    scopes: (answer.scope ?? askedScope).split(' ').filter(Boolean),
    expiresAt: seconds === undefined ? undefined : new Date(Date.now() + seconds * 1000),
    hasRefreshToken: refreshToken !== undefined,
    accessToken,
    idToken: idToken === undefined ? undefined : decodeJwt(idToken),
  };
}

function decodeJwt(token: string): DecodedJwt | undefined {
  const [header = '', payload = '', signature] = token.split('.');
  try {
    return signature === undefined
      ? undefined
      : { header: decodePart(header) as object, payload: decodePart(payload) as Claims };
  } catch {
    return undefined;
  }
}

function decodePart(part: string): unknown {
  const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (char) => char.codePointAt(0) ?? 0)));
}

/** Shows the first and last four characters, and nothing of a token so short that they would give it away. */
function mask(token: string): string {
  return token.length < 24 ? '…' : `${token.slice(0, 4)}…${token.slice(-4)}`;
}
