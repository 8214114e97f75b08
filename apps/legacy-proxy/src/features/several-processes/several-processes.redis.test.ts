import { createClient } from 'redis';
import { expect, onTestFinished, test } from 'vitest';
import { clientId, startRecordedMedplum, type RecordedMedplum } from '#test/recorded-medplum.ts';
import { startRedis } from '#test/start-redis.ts';
import { startTestApp, type TestApp } from '#test/start-test-app.ts';
import { severalProcesses } from './feature.ts';

const minuteMs = 60_000;

async function startMedplum(): Promise<RecordedMedplum> {
  const medplum = await startRecordedMedplum();
  onTestFinished(medplum.close);
  return medplum;
}

async function startSharing(medplum: RecordedMedplum, redisUrl: string): Promise<TestApp> {
  return startTestApp({ medplum, features: [severalProcesses], env: { REDIS_URL: redisUrl } });
}

type Stored = Readonly<{ value: string | null; msLeft: number }>;

async function keysIn(url: string): Promise<Record<string, Stored>> {
  const client = createClient({ url });
  await client.connect();
  const keys = await client.keys('*');
  const entries = await Promise.all(
    keys.map(async (key) => [key, { value: await client.get(key), msLeft: await client.pTTL(key) }] as const),
  );
  await client.close();
  return Object.fromEntries(entries);
}

test('[S10] token, needed by many callers in two processes at once, is asked for once and shared', async () => {
  const [medplum, redisUrl] = [await startMedplum(), await startRedis()];
  const apps = [await startSharing(medplum, redisUrl), await startSharing(medplum, redisUrl)];
  const browsers = await Promise.all(apps.map(async (app) => app.nurse()));

  const answers = await Promise.all([0, 1, 0, 1, 0, 1].map(async (at) => browsers[at]?.get('/patients/1')));

  expect(answers.map((answer) => answer?.status)).toEqual([200, 200, 200, 200, 200, 200]);
  expect(medplum.tokenRequests()).toBe(1);
});

test('[S10] shared token, refused by Medplum, is replaced once for both processes', async () => {
  const [medplum, redisUrl] = [await startMedplum(), await startRedis()];
  const apps = [await startSharing(medplum, redisUrl), await startSharing(medplum, redisUrl)];
  const browsers = await Promise.all(apps.map(async (app) => app.nurse()));
  await Promise.all(browsers.map(async (browser) => browser.get('/patients/1')));
  medplum.revokeTokens();

  const answers = await Promise.all(browsers.map(async (browser) => browser.get('/patients/1')));

  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(medplum.tokenRequests()).toBe(2);
});

test('[P10] Redis, read by somebody else, shows no token', async () => {
  const [medplum, redisUrl] = [await startMedplum(), await startRedis()];
  const app = await startSharing(medplum, redisUrl);
  await (await app.nurse()).get('/patients/1');

  const stored = await keysIn(redisUrl);

  expect(Object.keys(stored)).toContain(`legacy-proxy:token:${clientId}`);
  const texts = Object.values(stored).map(({ value }) => String(value));
  const decoded = texts.flatMap((text) =>
    text.split(/[^\w+/=-]/).map((part) => Buffer.from(part, 'base64').toString()),
  );
  // Three letters alone stand in sealed text by chance.
  expect([...texts, ...decoded].join('\n')).not.toMatch(/eyJ[\w-]+\.eyJ|access_token/);
});

test('[P3] session in Redis, idle, old or ended everywhere, is over', async () => {
  const [medplum, redisUrl] = [await startMedplum(), await startRedis()];
  const app = await startSharing(medplum, redisUrl);
  const [idle, old, ended] = [await app.nurse(), await app.nurse(), await app.nurse()];
  const before = await keysIn(redisUrl);

  app.clock.now += 470 * minuteMs;
  await old.get('/');
  const nearlyOver = Object.values(await keysIn(redisUrl)).map(({ msLeft }) => msLeft);
  app.clock.now -= 470 * minuteMs;
  app.clock.now += 8 * 60 * minuteMs + 1;
  const tooOld = await old.get('/');
  app.clock.now -= 8 * 60 * minuteMs + 1;
  const stillIn = await ended.get('/');
  await idle.post('/sign-out-everywhere');

  const sessions = Object.entries(before).filter(([key]) => key.startsWith('legacy-proxy:session:'));
  expect(sessions).toHaveLength(3);
  expect(sessions.every(([, { msLeft }]) => msLeft > 29 * minuteMs && msLeft <= 30 * minuteMs)).toBe(true);
  expect(Math.min(...nearlyOver)).toBeLessThanOrEqual(10 * minuteMs);
  // The last request of a session that is too old ends it.
  expect(tooOld.status).toBe(200);
  expect([stillIn.status, (await old.get('/')).status, (await ended.get('/')).status]).toEqual([200, 303, 303]);
});

test('[S10] server, whose Redis went away, answers that it cannot, and stays up', async () => {
  const [medplum, redisUrl] = [await startMedplum(), await startRedis()];
  const app = await startSharing(medplum, redisUrl);
  const browser = await app.nurse();
  const client = createClient({ url: redisUrl });
  client.on('error', () => undefined);
  await client.connect();

  await client.sendCommand(['SHUTDOWN', 'NOSAVE']).catch(() => undefined);
  client.destroy();
  const answers = [await browser.get('/'), await browser.get('/')];

  // The second one knows already, and does not wait for Redis to come back.
  expect(answers.map(({ status }) => status)).toEqual([500, 500]);
  expect((await app.newBrowser().get('/sign-in')).status).toBe(200);
});
