import { expect, test } from 'vitest';
import { readAgentConfig } from '#config';
import { storeResource } from '#fhir/store-resource.ts';
import type { Credential } from '#medplum/credential.ts';
import { createMedplumSession } from '#medplum/sign-in.ts';
import { transaction } from '#test/lab-transaction.ts';
import { startRecordedMedplum } from '#test/recorded-medplum.ts';
import { medplumSettings } from '#test/settings.ts';
import { basic } from './feature.ts';

function sessionOf(baseUrl: string, secret = 'right-secret') {
  const settings = { ...medplumSettings(baseUrl), clientSecret: secret };
  const made = basic.read({ DEVICE_AGENT_BASIC: 'on' })?.credential?.(settings, Date.now) as Credential;
  return createMedplumSession({ settings, fetch, now: Date.now, credentials: [made] });
}

const [entry] = transaction('k1').entries;

test('[D2] Basic, switched on, stores results without ever asking for a token', async () => {
  await using medplum = await startRecordedMedplum();

  await storeResource(sessionOf(medplum.baseUrl), entry?.resource as never);

  expect(medplum.stored).toHaveLength(1);
  expect(medplum.countOf('/oauth2/token')).toBe(0);
  expect(medplum.requests.every(({ headers }) => headers.authorization?.startsWith('Basic '))).toBe(true);
});

test('[D2] [F7] Basic, with a wrong secret, is refused as a credential and not taken for an outage', async () => {
  await using medplum = await startRecordedMedplum();

  await expect(storeResource(sessionOf(medplum.baseUrl, 'wrong'), entry?.resource as never)).rejects.toMatchObject({
    code: 'sign_in_refused',
  });
});

test('[D2] Basic, towards another machine without TLS, is refused before anything is sent', () => {
  const env = {
    MEDPLUM_BASE_URL: 'http://medplum.example/',
    MEDPLUM_CLIENT_ID: 'client',
    MEDPLUM_CLIENT_SECRET: 'canary',
    DEVICE_AGENT_DEVICE: 'Device/1',
    DEVICE_AGENT_BASIC: 'on',
  };

  expect(() => readAgentConfig([], env)).toThrow(/^MEDPLUM_BASE_URL must/);
});

test('[D2] Basic, used again and again, asks Medplum once whether the secret is good', async () => {
  await using medplum = await startRecordedMedplum();
  const session = sessionOf(medplum.baseUrl);

  for (let times = 0; times < 3; times += 1) {
    await storeResource(session, entry?.resource as never);
  }

  expect(medplum.countOf('/auth/me')).toBe(1);
  expect(session.state()).toEqual({ credential: 'basic', renewsAt: undefined });
});

test('[D2] Basic, unless it is switched on, is no credential', () => {
  expect([{}, { DEVICE_AGENT_BASIC: 'off' }].map((env) => basic.read(env))).toEqual([undefined, undefined]);
});

test('[D2] Basic, given another word as its setting, stops the start and says what it may be', () => {
  expect(() => basic.read({ DEVICE_AGENT_BASIC: 'yes' })).toThrow('DEVICE_AGENT_BASIC must be on or off');
});
