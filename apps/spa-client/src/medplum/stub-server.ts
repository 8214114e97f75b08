import type { ClientStorage, FetchLike, MedplumClient } from '@medplum/core';
import type { AccessPolicy, OperationOutcome, Practitioner } from '@medplum/fhirtypes';
import { vi } from 'vitest';
import { createMedplum } from './create-medplum.ts';
import { createTokenStorage } from './token-storage.ts';

export const settings = {
  baseUrl: 'https://medplum.test/',
  clientId: 'test-client',
  scope: 'openid offline_access',
  refreshGraceSeconds: 300,
};

export const origin = 'https://app.test';

export const maya = {
  resourceType: 'Practitioner',
  id: 'maya',
  name: [{ given: ['Maya'], family: 'Rivera' }],
} as const satisfies Practitioner;

type Answer = Readonly<{ status?: number; headers?: Record<string, string>; body: unknown }>;
export type Answers = Readonly<Record<string, Answer | (() => Promise<never>)>>;

/** For tests: a server that knows just the auth endpoints, answers as it is told, and remembers what it was asked. */
export type StubServer = Readonly<{
  medplum: MedplumClient;
  tokenStorage: ClientStorage;
  fetch: FetchLike;
  calls: (path: string) => readonly string[];
}>;

export function createStubServer(answers: Answers = {}): StubServer {
  const requests: { path: string; body: string }[] = [];
  const all: Answers = { ...defaultAnswers, ...answers };
  const fetch = vi.fn<FetchLike>(async (url, options) => {
    const path = new URL(url).pathname.slice(1);
    requests.push({ path, body: String(options?.body ?? '') });
    const answer = all[path] ?? outcome(404, 'not-found', 'Not found');
    return typeof answer === 'function' ? answer() : Response.json(answer.body, { status: 200, ...answer });
  });
  const tokenStorage = createTokenStorage(window.localStorage);
  return {
    medplum: createMedplum({ settings, tokenStorage, fetch }),
    tokenStorage,
    fetch,
    calls: (path) => requests.filter((request) => request.path === path).map(({ body }) => body),
  };
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

const accessToken = unsignedToken({ client_id: settings.clientId, login_id: 'a-login', scope: settings.scope });

const defaultAnswers: Answers = {
  'oauth2/token': {
    body: {
      access_token: accessToken,
      refresh_token: 'a-refresh-token',
      profile: { reference: 'Practitioner/maya' },
      project: { reference: 'Project/clinic' },
    },
  },
  'oauth2/logout': { body: {} },
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

function unsignedToken(claims: object): string {
  const part = (value: object): string => btoa(JSON.stringify(value)).replaceAll('=', '');
  const year2100 = 4_102_444_800;
  return `${part({ alg: 'none' })}.${part({ ...claims, exp: year2100 })}.unsigned`;
}
