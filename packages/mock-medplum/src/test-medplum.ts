import type { Resource } from '@medplum/fhirtypes';
import { createTestProject, ids, password, clientRedirectUri, clientSecret } from '#project/test-project.ts';
import type { LogEntry } from '#tenant/log.ts';
import { type MockMedplum, type MockMedplumOptions, startMockMedplum } from './start-mock-medplum.ts';

/** A verifier and its S256 challenge, the example of RFC 7636 appendix B. */
export const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const s256Challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

/** An answer, read whole: `body` is what the JSON says, or the text. */
export type Answer = Readonly<{ status: number; headers: Headers; body: unknown }>;

/** What the token endpoint gives. */
export type Tokens = Readonly<{ access_token: string; id_token: string; refresh_token?: string; scope: string }>;

type Fields = Readonly<Record<string, string>>;

/** A mock Medplum with the test project, a clock that a test moves, and short ways to ask. */
export type TestMedplum = MockMedplum &
  Readonly<{
    log: readonly LogEntry[];
    /** Moves the clock. */
    wait: (seconds: number) => void;
    send: (path: string, init?: RequestInit) => Promise<Answer>;
    postForm: (path: string, fields: Fields, headers?: Fields) => Promise<Answer>;
    postJson: (path: string, body: unknown, headers?: Fields) => Promise<Answer>;
    /** Signs Paula in, unless told otherwise, through the SPA and with PKCE. */
    login: (changes?: Readonly<Record<string, unknown>>) => Promise<Answer>;
    /** Exchanges the code of a login. */
    redeem: (loginAnswer: Answer, changes?: Fields) => Promise<Answer>;
    /** Signs in and exchanges the code. */
    signIn: (changes?: Readonly<Record<string, unknown>>) => Promise<Tokens>;
    /** Gets a client credentials token. */
    clientToken: (clientId: string) => Promise<string>;
  }>;

/** What a test adds to the test project. A resource with the id of another takes its place. */
export type TestExtras = Readonly<{ resources?: readonly Resource[] }> &
  Omit<MockMedplumOptions, 'clock' | 'log' | 'project'>;

/** Starts a mock Medplum for one test. */
export async function startTestMedplum({ resources = [], ...options }: TestExtras = {}): Promise<TestMedplum> {
  let now = Date.parse('2026-11-23T22:00:00.250Z');
  const log: LogEntry[] = [];
  const project = createTestProject();
  const mock = await startMockMedplum({
    project: { ...project, resources: [...project.resources, ...resources] },
    ...options,
    clock: () => new Date(now),
    log: (entry) => log.push(entry),
  });
  const requests = plainRequests(mock.baseUrl);
  return {
    ...mock,
    ...requests,
    ...protocolSteps(requests),
    log,
    wait: (seconds) => {
      now += seconds * 1000;
    },
  };
}

type PlainRequests = Pick<TestMedplum, 'send' | 'postForm' | 'postJson'>;

function plainRequests(baseUrl: string): PlainRequests {
  const send: TestMedplum['send'] = async (path, init) => {
    const response = await fetch(new URL(path, baseUrl), { redirect: 'manual', ...init });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  return {
    send,
    postForm: (path, fields, headers = {}) =>
      send(path, { method: 'POST', body: new URLSearchParams(fields), headers }),
    postJson: (path, body, headers = {}) =>
      send(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
  };
}

type ProtocolSteps = Pick<TestMedplum, 'login' | 'redeem' | 'signIn' | 'clientToken'>;

function protocolSteps({ postForm, postJson }: PlainRequests): ProtocolSteps {
  const login: TestMedplum['login'] = (changes = {}) => postJson('auth/login', { ...loginRequest, ...changes });
  const redeem: TestMedplum['redeem'] = ({ body }, changes = {}) =>
    postForm('oauth2/token', {
      grant_type: 'authorization_code',
      code: (body as { code: string }).code,
      code_verifier: verifier,
      ...changes,
    });
  return {
    login,
    redeem,
    signIn: async (changes) => (await redeem(await login(changes))).body as Tokens,
    clientToken: async (clientId) => {
      const fields = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
      return ((await postForm('oauth2/token', fields)).body as Tokens).access_token;
    },
  };
}

const loginRequest = {
  email: 'paula@example.com',
  password: password,
  scope: 'openid profile email offline_access',
  clientId: ids.spa,
  redirectUri: clientRedirectUri,
  codeChallenge: s256Challenge,
  codeChallengeMethod: 'S256',
  nonce: 'nonce-1',
};

/** The value of an Authorization header with a token. */
export function bearer(token: string): Fields {
  return { authorization: `Bearer ${token}` };
}

/** The value of an Authorization header with client credentials. */
export function basic(id: string, secret: string): Fields {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
}
