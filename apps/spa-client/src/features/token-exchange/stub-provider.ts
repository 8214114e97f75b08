import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { vi } from 'vitest';
import type { ProviderSettings } from './settings.ts';

const issuer = 'https://idp.test';
const clientId = 'spa-at-idp';

/** Settings of an app that is itself a client of the provider. */
export const provider: ProviderSettings = { name: 'Riverside ID', issuer, clientId };

export const providerAccessToken = 'opaque-access-token-of-the-provider';

type Answer = Readonly<{ status?: number; body?: unknown }>;

/** For tests: an identity provider that answers every code, and remembers what it was asked. */
export type StubProvider = Readonly<{
  /** Bodies of the requests to a path, such as `token`. */
  calls: (path: string) => readonly string[];
  /** What a path answers from now on; a function may throw, as a network does. */
  answer: (path: string, answer: Answer | (() => Answer | Promise<Answer>)) => void;
  /** The token answer of a sign-in, with one claim or another changed. */
  tokensWith: (claims: JWTPayload, more?: object) => Promise<Answer>;
  /** Signs an ID token with the key that is published, or with another one. */
  sign: (claims: JWTPayload, header?: Readonly<{ kid?: string }>, key?: CryptoKey) => Promise<string>;
  /** Replaces the key, as a provider does from time to time. */
  rotateKey: () => Promise<void>;
  publicJwk: () => object;
}>;

/** Takes the place of the browser's `fetch`, by which an app asks a provider. */
export async function createStubProvider(): Promise<StubProvider> {
  const requests: { path: string; body: string }[] = [];
  const answers = new Map<string, Answer | (() => Answer | Promise<Answer>)>();
  let key = firstKey;

  const sign: StubProvider['sign'] = (claims, header = {}, privateKey = key.privateKey) =>
    new SignJWT({ iss: issuer, aud: clientId, sub: 'employee-1', email: 'maya@clinic.example', ...claims })
      .setIssuedAt()
      .setExpirationTime(claims.exp ?? '1h')
      .setProtectedHeader({ alg: 'RS256', kid: key.jwk.kid, ...header })
      .sign(privateKey);
  const stub: StubProvider = {
    calls: (path) => requests.filter((request) => request.path === path).map(({ body }) => body),
    answer: (path, answer) => void answers.set(path, answer),
    tokensWith: async (claims, more = {}) => ({ body: { ...tokens, id_token: await sign(claims), ...more } }),
    sign,
    rotateKey: async () => void (key = await makeKey('key-1')),
    publicJwk: () => key.jwk,
  };

  answers.set('.well-known/openid-configuration', { body: discovery });
  answers.set('jwks', () => ({ body: { keys: [key.jwk] } }));
  vi.stubGlobal('fetch', async (url: string | URL, options?: RequestInit) => {
    const path = new URL(url).pathname.slice(1);
    requests.push({ path, body: new URLSearchParams(options?.body as URLSearchParams | undefined).toString() });
    const found = answers.get(path) ?? { status: 404, body: {} };
    const { status = 200, body } = typeof found === 'function' ? await found() : found;
    return Response.json(body ?? {}, { status });
  });
  return stub;
}

export const discovery = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  id_token_signing_alg_values_supported: ['HS256', 'RS256', 'none'],
  authorization_response_iss_parameter_supported: true,
};

const tokens = {
  token_type: 'Bearer',
  access_token: providerAccessToken,
  expires_in: 3600,
  scope: 'openid profile email',
};

type Key = Readonly<{ privateKey: CryptoKey; jwk: JWK & Readonly<{ kid: string }> }>;

async function makeKey(kid: string): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
}

const firstKey = await makeKey('key-0');
