import { createHash, randomBytes } from 'node:crypto';
import { demoAccount } from '@auth-patterns/demo-project';

/** Reads what a Medplum server recorded, signed in as the project's owner through the public API alone. */
export type OwnerSession = Readonly<{
  /** GET of a path under `fhir/R4/`, with the metadata that Medplum hides unless asked. */
  read: <Body>(path: string) => Promise<Body>;
}>;

/** Signs the owner in. Works on any Medplum server that has the demo project. */
export async function ownerSession(baseUrl: string): Promise<OwnerSession> {
  const { email, password } = demoAccount('Olive');
  const verifier = randomBytes(32).toString('base64url');
  const codeChallenge = createHash('sha256').update(verifier).digest('base64url');
  const login = await post<{ code: string }>(
    new URL('auth/login', baseUrl),
    'application/json',
    JSON.stringify({
      email,
      password,
      scope: 'openid',
      codeChallenge,
      codeChallengeMethod: 'S256',
    }),
  );
  const form = new URLSearchParams({ grant_type: 'authorization_code', code: login.code, code_verifier: verifier });
  const token = await post<{ access_token: string }>(
    new URL('oauth2/token', baseUrl),
    'application/x-www-form-urlencoded',
    form.toString(),
  );
  const headers = { authorization: `Bearer ${token.access_token}`, 'x-medplum': 'extended' };
  return {
    read: async <Body>(path: string) => answer<Body>(await fetch(new URL(`fhir/R4/${path}`, baseUrl), { headers })),
  };
}

async function post<Body>(url: URL, contentType: string, body: string): Promise<Body> {
  return answer<Body>(await fetch(url, { method: 'POST', headers: { 'content-type': contentType }, body }));
}

async function answer<Body>(response: Response): Promise<Body> {
  if (!response.ok) {
    throw new Error(`${new URL(response.url).pathname} answered ${response.status}`);
  }
  return (await response.json()) as Body;
}
