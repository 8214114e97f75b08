import type { Observation } from '@medplum/fhirtypes';
import { expect, onTestFinished, test, vi } from 'vitest';
import { storeResource } from '#fhir/store-resource.ts';
import { failCreates, outcome, startRecordedMedplum } from '#test/recorded-medplum.ts';
import { device, medplumSettings } from '#test/settings.ts';
import type { Credential } from './credential.ts';
import { createMedplumSession } from './sign-in.ts';

const noWork = async (): Promise<void> => {};

const observation = (value: string) =>
  ({
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'Glucose' },
    device: { reference: device },
    identifier: [{ system: 'urn:r', value }],
  }) satisfies Observation;

/** Looked up at every call, since a test may put another clock into its place. */
const now = (): number => Date.now();

/** The SDK reads the system clock, so that is the one to move. */
function moveClock(minutes: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * 60_000 });
  onTestFinished(() => void vi.useRealTimers());
}

test('[D1] session, asked many times, signs in once and keeps the token', async () => {
  await using medplum = await startRecordedMedplum(now);
  const session = createMedplumSession({ settings: medplumSettings(medplum.baseUrl), fetch, now });

  for (const value of ['1', '2', '3']) {
    await storeResource(session, observation(value));
  }

  expect(medplum.countOf('/oauth2/token')).toBe(1);
  expect(medplum.stored).toHaveLength(3);
});

test('[D7] session, signed in for an hour, says with what and when it renews: five minutes before the end', async () => {
  await using medplum = await startRecordedMedplum(now);
  const session = createMedplumSession({ settings: medplumSettings(medplum.baseUrl), fetch, now });

  await session.withClient(noWork);

  const { credential, renewsAt = 0 } = session.state();
  expect(credential).toBe('client_secret');
  expect(Math.abs(renewsAt - now() - 55 * 60_000)).toBeLessThan(60_000);
});

test('session, when its token is about to end, renews it and goes on', async () => {
  await using medplum = await startRecordedMedplum(now);
  const session = createMedplumSession({ settings: medplumSettings(medplum.baseUrl), fetch, now });
  await session.withClient(noWork);

  moveClock(56);
  await storeResource(session, observation('1'));

  expect(medplum.countOf('/oauth2/token')).toBe(2);
});

test.each([
  ['private_key_jwt', 2],
  ['client_secret', 1],
] as const)('[D8] session, with %s, when its token ends, has signed in with it %i times', async (name, times) => {
  await using medplum = await startRecordedMedplum(now);
  const settings = medplumSettings(medplum.baseUrl);
  const signIn = vi.fn<Credential['signIn']>((client) =>
    client.startClientLogin(settings.clientId, settings.clientSecret),
  );
  const session = createMedplumSession({ settings, fetch, now, credentials: [{ name, signIn }] });
  await session.withClient(noWork);
  await session.withClient(noWork);

  moveClock(56);
  await storeResource(session, observation('1'));

  // The SDK renews by itself what it got for a secret, and knows nothing of keys.
  expect(signIn).toHaveBeenCalledTimes(times);
  expect(medplum.countOf('/oauth2/token')).toBe(2);
});

test('[F7] session, when the server has revoked the token, signs in again and goes on', async () => {
  await using medplum = await startRecordedMedplum(now);
  const session = createMedplumSession({ settings: medplumSettings(medplum.baseUrl), fetch, now });
  await session.withClient(noWork);

  medplum.faults.push(failCreates(1, 401, outcome('unauthorized', 'Unauthorized')));
  await storeResource(session, observation('1'));

  expect(medplum.countOf('/oauth2/token')).toBe(2);
  expect(medplum.stored).toHaveLength(1);
});

test('[F6] session, when this clock runs ahead of the server, says so instead of waiting for ever', async () => {
  const started = Date.now();
  await using medplum = await startRecordedMedplum(() => started);
  const session = createMedplumSession({ settings: medplumSettings(medplum.baseUrl), fetch, now });
  moveClock(56);

  await expect(session.withClient(noWork)).rejects.toMatchObject({
    // It passes: the sender waits, and does not stop for good.
    code: 'unreachable',
    message: expect.stringContaining("This machine's clock is 56 min ahead of Medplum's"),
  });
});

test('[F6] session, when the clock jumps while it is signed in, says so at the next renewal', async () => {
  const started = Date.now();
  await using medplum = await startRecordedMedplum(() => started);
  const session = createMedplumSession({ settings: medplumSettings(medplum.baseUrl), fetch, now });
  await session.withClient(noWork);
  moveClock(56);

  await expect(storeResource(session, observation('1'))).rejects.toThrow('set up time sync');
});

test('session, when tokens live shorter than the refresh grace, names the variable', async () => {
  await using medplum = await startRecordedMedplum(now);
  medplum.changeClient({ accessTokenLifetime: '120s' });
  const session = createMedplumSession({ settings: medplumSettings(medplum.baseUrl), fetch, now });

  await expect(session.withClient(noWork)).rejects.toThrow('Tokens live 120 s: MEDPLUM_REFRESH_GRACE_SECONDS');
});

test('[D7] session, when its secret is rotated with an overlap, signs in with the old one and with the new', async () => {
  await using medplum = await startRecordedMedplum(now);
  const settings = medplumSettings(medplum.baseUrl);
  const before = createMedplumSession({ settings, fetch, now });
  await storeResource(before, observation('1'));

  medplum.changeClient({ secret: 'newer-secret', retiringSecret: settings.clientSecret });
  moveClock(56);
  await storeResource(before, observation('2'));
  const after = createMedplumSession({ settings: { ...settings, clientSecret: 'newer-secret' }, fetch, now });
  await storeResource(after, observation('3'));
  medplum.changeClient({ retiringSecret: '' });
  const late = createMedplumSession({ settings, fetch, now });

  expect(medplum.stored).toHaveLength(3);
  await expect(late.withClient(noWork)).rejects.toThrow('Invalid secret');
});

test('[F5] session, when the answer to a stored result was lost, finds the result and makes no second', async () => {
  await using medplum = await startRecordedMedplum(now);
  let lose = true;
  const lossy: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (lose && medplum.stored.length === 1) {
      lose = false;
      throw new TypeError('socket hang up');
    }
    return response;
  };
  const session = createMedplumSession({ settings: medplumSettings(medplum.baseUrl), fetch: lossy, now });

  await expect(storeResource(session, observation('1'))).rejects.toThrow('No answer from Medplum');
  const found = await storeResource(session, observation('1'));

  expect(medplum.stored.map(({ id }) => `Observation/${id}`)).toEqual([found]);
});

test('session, when something answers 200 that is no Observation, takes it for no receipt', async () => {
  await using medplum = await startRecordedMedplum(now);
  medplum.faults.push(failCreates(1, 200, { ok: true }));
  const session = createMedplumSession({ settings: medplumSettings(medplum.baseUrl), fetch, now });

  await expect(storeResource(session, observation('1'))).rejects.toThrow('did not return it');
});

test('[F13] session, when it signs in, sends the secret in the body alone, never in a URL', async () => {
  await using medplum = await startRecordedMedplum(now);
  const session = createMedplumSession({ settings: medplumSettings(medplum.baseUrl), fetch, now });

  await storeResource(session, observation('1'));

  const elsewhere = medplum.requests.map(({ path, headers }) => JSON.stringify([path, headers]));
  expect(elsewhere.join('')).not.toContain('right-secret');
});
