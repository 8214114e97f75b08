import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader, exportJWK, type JWK } from 'jose';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openSession } from '#commands/open-session.ts';
import type { AgentConfig } from '#config';
import { clientSecret, ladder, type Credential } from '#medplum/credential.ts';
import { createMedplumSession } from '#medplum/sign-in.ts';
import { reply, startRecordedMedplum } from '#test/recorded-medplum.ts';
import { medplumSettings } from '#test/settings.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { privateKeyJwt } from './feature.ts';

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const keyPair = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });

/** Serves public halves of keys, as the place does that `jwksUri` of the ClientApplication names. */
async function serveKeys(keys: readonly JWK[]): Promise<string> {
  const server = createServer((_, response) => reply(response, 200, { keys }));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
}

const jwk = async (publicKey: KeyObject, kid = 'key-1'): Promise<JWK> => ({
  ...(await exportJWK(publicKey)),
  kid,
  alg: 'ES384',
  use: 'sig',
});

async function setUp(signWith?: KeyObject) {
  const medplum = await startRecordedMedplum();
  const folder = temporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  onTestFinished(() => medplum[Symbol.asyncDispose]());
  const { publicKey, privateKey } = keyPair('P-384');
  const jwks = [await jwk(publicKey)];
  medplum.changeClient({ jwksUri: await serveKeys(jwks) });
  const file = join(folder.path, 'key.pem');
  writeFileSync(file, pem(signWith ?? privateKey), { mode: 0o600 });
  const env = { DEVICE_AGENT_PRIVATE_KEY_FILE: file, DEVICE_AGENT_PRIVATE_KEY_ID: 'key-1' };
  // Mock and token have the URL of the tenant; the proxy in between has another.
  const settings = { ...medplumSettings(medplum.tenantUrl), clientSecret: 'right-secret' };
  const part = privateKeyJwt.read(env);
  const made = part?.credential?.(settings, Date.now) as Credential;
  const onStepDown = vi.fn<() => void>();
  const sessionOf = (credentials: readonly Credential[]) =>
    createMedplumSession({ settings, fetch, now: Date.now, credentials, onStepDown });
  const who = (credentials: readonly Credential[]) => {
    const session = sessionOf(credentials);
    return session.withClient(async () => session.state().credential);
  };
  const config = { medplum: settings, credentials: undefined } as AgentConfig;
  const signIn = (now: () => number) => openSession({ config, parts: part ? [part] : [], fetch, now });
  return { made, who, settings, onStepDown, jwks, file, part, signIn };
}

test('[D8] private key, whose public half Medplum finds, signs in without a secret', async () => {
  const { made, who, onStepDown } = await setUp();

  expect(await who([made])).toBe('private_key_jwt');
  expect(onStepDown).not.toHaveBeenCalled();
});

test.each([-120, 20])(
  "[D7] private key, on a clock %i min from Medplum's, signs by Medplum's time",
  async (minutes) => {
    const { signIn } = await setUp();
    const session = signIn(() => Date.now() + minutes * 60_000);

    expect(await session.withClient(async () => session.state().credential)).toBe('private_key_jwt');
  },
);

test('[D7] private key, replaced while Medplum has both, is read again at SIGHUP, and no sign-in fails', async () => {
  const { jwks, file, part, made, who } = await setUp();
  const next = keyPair('P-384');
  jwks.push(await jwk(next.publicKey));
  const before = await who([made]);

  writeFileSync(file, pem(next.privateKey));
  part?.reload?.();
  jwks.shift();

  expect([before, await who([made])]).toEqual(['private_key_jwt', 'private_key_jwt']);
});

test('[D8] [F8] private key that Medplum does not know, is refused, and none weaker is tried unasked', async () => {
  const { made, who, settings } = await setUp(keyPair('P-384').privateKey);
  const secret = clientSecret(settings, Date.now);

  await expect(who(ladder([secret, made], undefined))).rejects.toThrow('Invalid client assertion signature');
});

test('[D8] ladder, when a step down is allowed and the key is refused, takes the secret and says why', async () => {
  const { made, who, settings, onStepDown } = await setUp(keyPair('P-384').privateKey);
  const secret = clientSecret(settings, Date.now);

  expect(await who(ladder([secret, made], ['private_key_jwt', 'client_secret']))).toBe('client_secret');
  expect(onStepDown).toHaveBeenCalledExactlyOnceWith({
    from: 'private_key_jwt',
    to: 'client_secret',
    reason: 'Invalid client assertion signature',
  });
});

test.each([
  ['P-256', () => keyPair('P-256').privateKey, 'ES256'],
  ['P-384', () => keyPair('P-384').privateKey, 'ES384'],
  ['RSA', () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey, 'RS384'],
] as const)(
  '[D8] assertion, of a key of kind %s, is what RFC 7523 asks, good for a minute and once',
  async (_, make, alg) => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'key.pem');
    writeFileSync(file, pem(make()), { mode: 0o600 });
    const part = privateKeyJwt.read({ DEVICE_AGENT_PRIVATE_KEY_FILE: file });
    const settings = medplumSettings('https://medplum.test/');
    const made = part?.credential?.(settings, () => 1_800_000_000_999) as Credential;
    const startJwtAssertionLogin = vi.fn<(assertion: string) => Promise<void>>().mockResolvedValue();

    await made.signIn({ startJwtAssertionLogin } as never);
    await made.signIn({ startJwtAssertionLogin } as never);

    const [first = '', second = ''] = startJwtAssertionLogin.mock.calls.map(([assertion]) => assertion);
    const { clientId } = settings;
    expect(decodeProtectedHeader(first)).toEqual({ alg, kid: 'device-agent', typ: 'JWT' });
    expect(decodeJwt(first)).toEqual({
      iss: clientId,
      sub: clientId,
      aud: 'https://medplum.test/oauth2/token',
      jti: expect.any(String),
      iat: 1_800_000_000,
      exp: 1_800_000_060,
    });
    expect(decodeJwt(second).jti).not.toBe(decodeJwt(first).jti);
  },
);

test('[D8] private key, unless a file is named, is no credential', () => {
  expect(privateKeyJwt.read({})).toBeUndefined();
});

test('[D8] private key, in a file that is not there, names the variable and why', () => {
  const read = (): unknown => privateKeyJwt.read({ DEVICE_AGENT_PRIVATE_KEY_FILE: '/nowhere/key.pem' });

  expect(read).toThrow(/^DEVICE_AGENT_PRIVATE_KEY_FILE must name a file with a private key, in PEM \(ENOENT\)$/);
});

test.each([
  ['a key that others can open', pem(keyPair('P-256').privateKey), 0o644, 'chmod 600'],
  ['no key', 'no key', 0o600, 'private key, in PEM (no key)'],
  ['an RSA-PSS key', pem(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey), 0o600, '2048 bits'],
  ['a key on another curve', pem(keyPair('secp256k1').privateKey), 0o600, 'P-256 or P-384'],
  [
    'an RSA key that is too short',
    pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey),
    0o600,
    '2048 bits',
  ],
])(
  '[D8] [F13] private key, given %s, stops the start, names the variable and not the key',
  (_, text, mode, problem) => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'key.pem');
    writeFileSync(file, text, { mode });

    const read = (): unknown => privateKeyJwt.read({ DEVICE_AGENT_PRIVATE_KEY_FILE: file });

    expect(read).toThrow(problem);
    expect(read).not.toThrow('BEGIN');
  },
);
