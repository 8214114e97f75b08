import { createHash, randomBytes } from 'node:crypto';
import { demoAccounts, demoIds } from '@auth-patterns/demo-project';
import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import { readAnswer } from '#record/read-answer.ts';

type Session = Awaited<ReturnType<ControlClient['makeSession']>>;
type SessionOptions = Parameters<ControlClient['makeSession']>[0];
type LoginAnswer = Readonly<{
  login: string;
  code?: string;
  memberships?: readonly Readonly<{ id: string; profile: { reference: string } }>[];
}>;
type Tokens = Readonly<{
  access_token: string;
  id_token: string;
  refresh_token?: string;
  scope: string;
  project: Session['project'];
  profile: Session['profile'];
}>;

/** Signs one of the clinic's people in over HTTP, as Medplum's own page does, and returns what a browser would keep. */
export async function serverSession(baseUrl: string, options: SessionOptions): Promise<Session> {
  const { user = '', client, scope = 'openid profile email offline_access', profile } = options;
  const account = demoAccounts.find(({ email }) => email === user);
  if (!account) {
    throw new RangeError(`${user} is none of the clinic's people who have a password`);
  }
  const verifier = randomBytes(32).toString('base64url');
  const codeChallenge = createHash('sha256').update(verifier).digest('base64url');
  // The clinic's people are users of the Project: who names no client names that.
  const place = client ? { clientId: client } : { projectId: demoIds.project };
  const request = { email: user, password: account.password, scope, ...place };
  const response = await post(baseUrl, 'auth/login', { ...request, codeChallenge, codeChallengeMethod: 'S256' });
  const [, name, value] = /^(medplum-[^=]+)=([^;]+)/.exec(response.headers.get('set-cookie') ?? '') ?? [];
  const login = await chosen(baseUrl, await readAnswer<LoginAnswer>(response), profile);
  const tokens = await readAnswer<Tokens>(
    await fetch(new URL('oauth2/token', baseUrl), {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: login.code ?? '',
        code_verifier: verifier,
        ...(client && { client_id: client }),
      }),
    }),
  );
  return {
    login: login.login,
    accessToken: tokens.access_token,
    idToken: tokens.id_token,
    refreshToken: tokens.refresh_token,
    project: tokens.project,
    profile: tokens.profile,
    scope: tokens.scope,
    cookie: name && value ? { name, value } : undefined,
  };
}

/** Whoever has several profiles is asked for one. */
async function chosen(baseUrl: string, answer: LoginAnswer, wanted: string | undefined): Promise<LoginAnswer> {
  const { login, memberships } = answer;
  if (!memberships) {
    return answer;
  }
  const found = memberships.find(({ profile }) => profile.reference === wanted) ?? memberships[0];
  return readAnswer(await post(baseUrl, 'auth/profile', { login, profile: found?.id }));
}

async function post(baseUrl: string, path: string, body: object): Promise<Response> {
  return fetch(new URL(path, baseUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
