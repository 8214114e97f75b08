import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStubServer, settings, type StubServer } from '#test/stub-server.ts';

type Key = Readonly<{ kid: string; privateKey: CryptoKey; jwk: JWK }>;

let published: readonly Key[];
let server: StubServer;

const [medplums, next, stranger] = await Promise.all([makeKey('medplums'), makeKey('next'), makeKey('stranger')]);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  published = [medplums];
  server = createStubServer({
    '.well-known/jwks.json': () => ({ body: { keys: published.map(({ jwk }) => jwk) } }),
  });
});

afterEach(() => vi.useRealTimers());

test('[B10] callback, when Medplum signs with a new key, asks for its keys once more, and not again', async () => {
  await signInWith(medplums);
  published = [next];
  // Within a minute of the last look, an unknown key is taken for a forged one: nobody can make the app ask all the time.
  await expect(signInWith(next)).rejects.toMatchObject({ code: 'id_token_refused' });
  vi.setSystemTime(Date.now() + 61_000);

  await signInWith(next);
  await signInWith(next);

  expect(server.calls('.well-known/jwks.json')).toHaveLength(2);
  expect(server.medplum().getProfile()?.id).toBe('maya');
});

test('[B10] callback, when the key of the ID token is nowhere to be found, keeps no token', async () => {
  await expect(signInWith(stranger)).rejects.toMatchObject({ code: 'id_token_refused' });

  expect(window.localStorage).toHaveLength(0);
});

test('[B10] callback, whose ID token takes Medplum’s public key for a secret, keeps no token', async () => {
  const bytes = new TextEncoder().encode(JSON.stringify(medplums.jwk));
  const secret = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);

  await expect(signInWith(medplums, 'HS256', secret)).rejects.toMatchObject({ code: 'id_token_refused' });

  expect(window.localStorage).toHaveLength(0);
});

async function makeKey(kid: string): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } };
}

/** A whole sign-in by redirect, whose ID token has all the right claims. */
async function signInWith(key: Key, alg = 'ES256', signer = key.privateKey): Promise<void> {
  const { redirect } = server.connection();
  await redirect.start('/');
  const request = server.authorizationRequest();
  const claims: JWTPayload = { nonce: request.get('nonce'), sub: 'maya' };
  const idToken = await new SignJWT(claims)
    .setProtectedHeader({ alg, kid: key.kid })
    .setIssuer(settings.baseUrl)
    .setAudience(settings.clientId)
    .setIssuedAt(new Date())
    .setExpirationTime('2h')
    .sign(signer);
  server.answerWithIdToken(idToken);
  await redirect.finish(`?code=a-code&state=${request.get('state')}`);
}
