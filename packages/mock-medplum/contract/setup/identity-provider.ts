import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** An identity provider on loopback that does what a code or token asks of it, right or wrong. */
export type IdentityProvider = Readonly<{
  url: string;
  /** Value of `ClientApplication.identityProvider`. */
  settings: (changes?: object) => object;
  /** A code for which the provider gives an id token with these claims. */
  code: (claims: object) => string;
  /** An access token for which the provider's userinfo has these claims. */
  accessToken: (claims: object) => string;
  /** Signs with the key that `/jwks` publishes as `rs1`. */
  sign: (claims: JWTPayload, header?: Readonly<{ kid?: string; alg?: string }>) => Promise<string>;
  /** Signs as `rs1` with a key that nobody publishes. */
  forge: (claims: JWTPayload) => Promise<string>;
  close: () => Promise<void>;
}>;

const clientId = 'ext-client';
const jsonType = 'application/json';

type Reply = Readonly<{ status: number; type: string; body: string }>;
type Signer = IdentityProvider['sign'];

/** Starts an identity provider on a free port. */
export async function startIdentityProvider(): Promise<IdentityProvider> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const { privateKey: foreignKey } = await generateKeyPair('RS256');
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'rs1', alg: 'RS256', use: 'sig' }] };
  const sign: Signer = (claims, header = {}) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'rs1', typ: 'JWT', ...header }).sign(privateKey);
  const server = createServer((request, response) => void reply(request, response, { jwks, sign }));
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url,
    settings: (changes = {}) => ({
      authorizeUrl: `${url}/authorize`,
      tokenUrl: `${url}/token`,
      userInfoUrl: `${url}/userinfo`,
      clientId: clientId,
      clientSecret: 'ext-secret',
      ...changes,
    }),
    code: (claims) => `ok:${encode(claims)}`,
    accessToken: (claims) => `at:${encode(claims)}`,
    sign,
    forge: (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'rs1' }).sign(foreignKey),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function reply(
  request: IncomingMessage,
  response: ServerResponse,
  { jwks, sign }: Readonly<{ jwks: object; sign: Signer }>,
): Promise<void> {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
  }
  const issuer = `http://${request.headers.host}`;
  const { status, type, body: text } = await answerTo(request, body, issuer, { jwks, sign });
  response.writeHead(status, { 'content-type': type }).end(text);
}

async function answerTo(
  { url, headers }: IncomingMessage,
  body: string,
  issuer: string,
  { jwks, sign }: Readonly<{ jwks: object; sign: Signer }>,
): Promise<Reply> {
  if (url?.startsWith('/jwks')) {
    return { status: 200, type: jsonType, body: JSON.stringify(jwks) };
  }
  if (url?.startsWith('/token')) {
    return tokenReply(new URLSearchParams(body).get('code') ?? '', issuer, sign);
  }
  return userInfoReply(headers.authorization?.replace('Bearer ', '') ?? '', sign);
}

async function tokenReply(code: string, issuer: string, sign: Signer): Promise<Reply> {
  if (code === 'html') {
    return { status: 200, type: 'text/html', body: '<p>Sorry</p>' };
  }
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, aud: clientId, iat: now, exp: now + 300, ...decode(code) };
  const idToken = code === 'noidtoken' ? undefined : await sign(claims);
  const tokens = { access_token: 'x', token_type: 'Bearer', id_token: idToken };
  return { status: 200, type: jsonType, body: JSON.stringify(tokens) };
}

async function userInfoReply(token: string, sign: Signer): Promise<Reply> {
  const special: Readonly<Record<string, Reply>> = {
    bad: { status: 401, type: jsonType, body: '{"error":"invalid_token"}' },
    ratelimit: { status: 429, type: jsonType, body: '{"error":"slow_down"}' },
    servererror: { status: 500, type: jsonType, body: '{"error":"server_error"}' },
    html: { status: 200, type: 'text/html', body: '<p>Sorry</p>' },
    jwtinfo: { status: 200, type: 'application/jwt', body: await sign({ email: 'stranger@example.com' }) },
  };
  return special[token] ?? { status: 200, type: jsonType, body: JSON.stringify(decode(token)) };
}

function encode(claims: object): string {
  return Buffer.from(JSON.stringify(claims)).toString('base64url');
}

function decode(word: string): object {
  try {
    return JSON.parse(Buffer.from(word.slice(3), 'base64url').toString()) as object;
  } catch {
    return {};
  }
}
