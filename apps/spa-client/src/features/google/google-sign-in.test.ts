import { expect, test } from 'vitest';
import { type Answers, createStubServer, outcome, type StubServer, unsignedToken } from '#test/stub-server.ts';
import { signInWithGoogle } from './google-sign-in.ts';

const nonce = 'of-this-page';

async function signIn(server: StubServer, claims: object = { nonce }): ReturnType<typeof signInWithGoogle> {
  const credential = {
    googleClientId: 'our-google-client',
    googleCredential: unsignedToken(claims),
    projectId: 'clinic',
  };
  return signInWithGoogle(server.connection().context, credential, nonce);
}

function arrange(answer: Answers[string]): StubServer {
  return createStubServer({ 'auth/google': answer });
}

test('[C5] Google’s answer, is given to Medplum with PKCE, and the code becomes a session', async () => {
  const server = arrange({ body: { login: 'a-login', code: 'a-code' } });

  await expect(signIn(server)).resolves.toEqual({ status: 'signed-in' });

  expect(JSON.parse(server.calls('auth/google')[0] ?? '')).toMatchObject({
    googleClientId: 'our-google-client',
    clientId: 'test-client',
    codeChallenge: expect.stringMatching(/^[\w-]{43}$/) as string,
    codeChallengeMethod: 'S256',
  });
  expect(server.medplum().getProfile()?.id).toBe('maya');
});

test.each([
  ['another nonce', { nonce: 'of-another-page' }],
  ['no nonce', {}],
])('[B10] Google’s answer, with %s, goes to nobody', async (_name, claims) => {
  const server = arrange({ body: { login: 'a-login', code: 'a-code' } });

  await expect(signIn(server, claims)).rejects.toMatchObject({ code: 'google_refused' });

  expect(server.fetch).not.toHaveBeenCalled();
});

test('[C5] Google’s answer, that is no ID token, is refused', async () => {
  const { context } = arrange({ body: {} }).connection();

  await expect(
    signInWithGoogle(
      context,
      { googleClientId: 'our-google-client', googleCredential: 'none', projectId: undefined },
      nonce,
    ),
  ).rejects.toMatchObject({ code: 'google_refused' });
});

test('[C4] Google’s answer, for somebody of a domain with its own provider, names that', async () => {
  const server = arrange({ body: { domain: 'hospital.test', authorizeUrl: 'https://idp.test/authorize' } });

  await expect(signIn(server)).resolves.toEqual({
    status: 'elsewhere',
    name: 'hospital.test',
    domain: 'hospital.test',
    authorizeUrl: 'https://idp.test/authorize',
  });
});

test.each([
  ['for another app', 'unexpected "aud" claim value', 'google_refused'],
  ['of somebody unknown', 'User not found', 'user_unknown'],
])('[C5] [B10] Google’s answer, %s, is refused with a reason', async (_name, text, code) => {
  const server = arrange(outcome(400, 'invalid', text));

  await expect(signIn(server)).rejects.toMatchObject({ code, message: text });
});
