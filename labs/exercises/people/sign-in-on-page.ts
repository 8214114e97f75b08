import { demoAccount } from '@auth-patterns/demo-project';

/**
 * Does what a person does on Medplum's own sign-in page: opens the address that an app led to, and types the password.
 *
 * @returns The code that Medplum's page sends back to the app.
 * @throws Error with Medplum's words when it refuses.
 */
export async function signInOnPage(authorizeUrl: string, firstName: string): Promise<string> {
  const url = new URL(authorizeUrl);
  const page = await fetch(url, { redirect: 'manual' });
  const refusal = URL.parse(page.headers.get('location') ?? '', url)?.searchParams.get('error_description');
  if (refusal) {
    throw new Error(`Medplum sent the browser back at once: ${refusal}`);
  }
  const asked = url.searchParams;
  const { email, password } = demoAccount(firstName);
  const answer = await fetch(new URL(authPath(url), url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      email,
      password,
      clientId: asked.get('client_id'),
      redirectUri: asked.get('redirect_uri'),
      scope: asked.get('scope'),
      nonce: asked.get('nonce'),
      ...(asked.has('code_challenge') && {
        codeChallenge: asked.get('code_challenge'),
        codeChallengeMethod: asked.get('code_challenge_method'),
      }),
    }),
  });
  const body = (await answer.json()) as { code?: string; issue?: { details?: { text?: string } }[] };
  if (!body.code) {
    throw new Error(`Medplum’s sign-in page says: ${body.issue?.[0]?.details?.text ?? 'no code'}`);
  }
  return body.code;
}

/** Medplum's page sends the password beside the address at which it was opened. */
function authPath({ pathname }: URL): string {
  return pathname.replace('oauth2/authorize', 'auth/login');
}
