import { createHash, randomBytes } from 'node:crypto';
import { demoAccount, demoIds } from '@auth-patterns/demo-project';
import { loginCode } from './login-code.ts';
import { readAnswer } from './read-answer.ts';

/** Reads what a Medplum server recorded, signed in as the project's owner through the public API alone. */
export type OwnerSession = Readonly<{
  /** GET of a path under `fhir/R4/`, with the metadata that Medplum hides unless asked. */
  read: <Body>(path: string) => Promise<Body>;
}>;

/** Signs the owner in. Works on any Medplum server that has the demo project. */
export async function ownerSession(baseUrl: string): Promise<OwnerSession> {
  const verifier = randomBytes(32).toString('base64url');
  const codeChallenge = createHash('sha256').update(verifier).digest('base64url');
  const code = await loginCode(baseUrl, demoAccount('Olive'), {
    projectId: demoIds.project,
    codeChallenge,
    scope: 'openid',
  });
  const response = await fetch(new URL('oauth2/token', baseUrl), {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'authorization_code', code, code_verifier: verifier }),
  });
  const { access_token: accessToken } = await readAnswer<{ access_token: string }>(response);
  const headers = { authorization: `Bearer ${accessToken}`, 'x-medplum': 'extended' };
  return {
    read: async <Body>(path: string) => readAnswer<Body>(await fetch(new URL(`fhir/R4/${path}`, baseUrl), { headers })),
  };
}
