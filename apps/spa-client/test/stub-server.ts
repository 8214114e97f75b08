import type { BrowserSettings } from '@auth-patterns/auth-config';
import type { FetchLike, MedplumClient } from '@medplum/core';
import type { AccessPolicy, OperationOutcome, Practitioner } from '@medplum/fhirtypes';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { vi } from 'vitest';
import { createKeptStorage } from '#kept-storage';
import { type Auth, type AuthDeps, type Client, createAuth } from '#medplum/auth.ts';
import { createContext } from '#medplum/client.ts';
import { createRedirectSignIn } from '#medplum/sign-in.ts';

export const settings: BrowserSettings = {
  baseUrl: 'https://medplum.test/',
  clientId: 'test-client',
  scope: 'openid offline_access',
  refreshGraceSeconds: 300,
  tokenStorage: 'local',
};

export const origin = 'https://app.test';

export const maya = {
  resourceType: 'Practitioner',
  id: 'maya',
  name: [{ given: ['Maya'], family: 'Rivera' }],
} as const satisfies Practitioner;

type Answer = Readonly<{ status?: number; headers?: Record<string, string>; body: unknown }>;
export type Answers = Readonly<Record<string, Answer | (() => Answer | Promise<Answer>)>>;

type More = Partial<BrowserSettings> & Partial<Pick<AuthDeps, 'featureSettings'>>;

/** For tests: a server that knows just the auth endpoints, answers as it is told, and remembers what it was asked. */
export type StubServer = Readonly<{
  fetch: ReturnType<typeof vi.fn<FetchLike>>;
  leaveFor: ReturnType<typeof vi.fn<(url: string) => void>>;
  deps: AuthDeps;
  /** Bodies of the requests to a path, such as `oauth2/token`. */
  calls: (path: string) => readonly string[];
  /** The ID token that the next token answer holds, if it is not to be a good one. */
  answerWithIdToken: (idToken: string) => void;
  /** The authorization request for which the page was left, as Medplum takes it: its nonce goes into the ID token. */
  authorizationRequest: () => URLSearchParams;
  /** Everything of the app at once, without the loading. */
  connection: () => Client;
  /** Signs Maya in, by the redirect. */
  signIn: (client?: Client) => Promise<void>;
  medplum: () => MedplumClient;
  auth: () => Auth;
}>;

export function createStubServer(answers: Answers = {}, { featureSettings = {}, ...more }: More = {}): StubServer {
  const requests: { path: string; body: string }[] = [];
  let nonce: string | null = null;
  let idToken: string | undefined;
  let connection: Client | undefined;

  const fetch = vi.fn<FetchLike>(async (url, options) => {
    const path = new URL(url).pathname.slice(1);
    const body = String(options?.body ?? '');
    requests.push({ path, body });
    nonce = path.startsWith('auth/') && body ? (nonceIn(body) ?? nonce) : nonce;
    const found = answers[path] ?? defaultAnswers[path] ?? outcome(404, 'not-found', 'Not found');
    const answer = typeof found === 'function' ? await found() : found;
    const idTokens = path === 'oauth2/token' ? { id_token: idToken ?? (await signIdToken({ nonce })) } : {};
    const isTokens = path === 'oauth2/token' && (answer.status ?? 200) === 200;
    const json = isTokens ? { ...idTokens, ...(answer.body as object) } : answer.body;
    return Response.json(json, { status: 200, ...answer });
  });
  const leaveFor = vi.fn<(url: string) => void>();
  const deps = { settings: { ...settings, ...more }, featureSettings, page: window, origin, fetch, leaveFor };
  const connect = (): Client => (connection ??= connectWith(deps));
  const authorizationRequest = (): URLSearchParams => {
    const request = new URL(String(leaveFor.mock.lastCall?.[0])).searchParams;
    nonce = request.get('nonce') ?? nonceIn(request.get('state') ?? '{}') ?? nonce;
    return request;
  };
  return {
    fetch,
    leaveFor,
    deps,
    calls: (path) => requests.filter((request) => request.path === path).map(({ body }) => body),
    answerWithIdToken: (token) => void (idToken = token),
    authorizationRequest,
    connection: connect,
    signIn: async ({ redirect } = connect()) => {
      await redirect.start('/');
      await redirect.finish(`?code=a-code&state=${authorizationRequest().get('state')}`);
    },
    medplum: () => connect().medplum,
    auth: () => createAuth(deps),
  };
}

function connectWith(deps: AuthDeps): Client {
  const context = createContext({
    ...deps,
    localStorage: createKeptStorage(() => window.localStorage),
    tabStorage: createKeptStorage(() => window.sessionStorage),
  });
  return { medplum: context.medplum, context, redirect: createRedirectSignIn(context) };
}

export function outcome(status: number, code: OperationOutcome['issue'][0]['code'], text: string): Answer {
  return {
    status,
    body: { resourceType: 'OperationOutcome', id: code, issue: [{ severity: 'error', code, details: { text } }] },
  };
}

export const rateLimited: Answer = {
  ...outcome(429, 'throttled', 'Too many requests'),
  headers: { RateLimit: '"requests";r=0;t=60' },
};

export const noAnswer = (): Promise<never> => Promise.reject(new TypeError('Failed to fetch'));

const year2100 = 4_102_444_800;
const { publicKey, privateKey } = await generateKeyPair('ES256');
const jwk = { ...(await exportJWK(publicKey)), kid: 'stub', alg: 'ES256', use: 'sig' };

/** An ID token as Medplum's, but for the claims that a test gives. */
export async function signIdToken(claims: JWTPayload, key: CryptoKey = privateKey): Promise<string> {
  const { baseUrl: iss, clientId: aud } = settings;
  return new SignJWT({ iss, aud, sub: 'maya', iat: Math.floor(Date.now() / 1000), exp: year2100, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'stub' })
    .sign(key);
}

export function unsignedToken(claims: object): string {
  const part = (value: object): string => btoa(JSON.stringify(value)).replaceAll('=', '');
  return `${part({ alg: 'none' })}.${part({ exp: year2100, ...claims })}.unsigned`;
}

const accessToken = unsignedToken({ client_id: settings.clientId, login_id: 'a-login', scope: settings.scope });

const defaultAnswers: Answers = {
  '.well-known/jwks.json': { body: { keys: [jwk] } },
  'oauth2/token': {
    body: {
      token_type: 'Bearer',
      access_token: accessToken,
      refresh_token: 'a-refresh-token',
      profile: { reference: 'Practitioner/maya' },
      project: { reference: 'Project/clinic' },
    },
  },
  'oauth2/logout': { body: {} },
  'auth/method': { body: {} },
  'auth/login': { body: { login: 'a-login', code: 'a-code' } },
  'auth/profile': { body: { login: 'a-login', code: 'a-code' } },
  'auth/me': {
    body: {
      profile: maya,
      project: { resourceType: 'Project', id: 'clinic', name: 'Riverside Clinic' },
      membership: {
        resourceType: 'ProjectMembership',
        id: 'maya-at-clinic',
        profile: { reference: 'Practitioner/maya', display: 'Maya Rivera' },
      },
      accessPolicy: {
        resourceType: 'AccessPolicy',
        resource: [{ resourceType: 'Patient', readonly: true }],
      } satisfies AccessPolicy,
    },
  },
};

function nonceIn(json: string): string | undefined {
  return (JSON.parse(json) as { nonce?: string }).nonce;
}
