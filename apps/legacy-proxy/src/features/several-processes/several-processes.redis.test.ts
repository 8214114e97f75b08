import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createClient } from 'redis';
import { expect, onTestFinished, test } from 'vitest';
import { startBalancer } from '#test/balancer.ts';
import { createBrowser } from '#test/browser.ts';
import { clientId, clientSecret, startRecordedMedplum, type RecordedMedplum } from '#test/recorded-medplum.ts';
import { startRedis } from '#test/start-redis.ts';
import { passwordOf, startTestApp, type TestApp } from '#test/start-test-app.ts';
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

async function keysIn(url: string): Promise<Record<string, string | null>> {
  const client = createClient({ url });
  await client.connect();
  const keys = await client.keys('*');
  const entries = await Promise.all(keys.map(async (key) => [key, await client.get(key)] as const));
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

  expect(Object.keys(stored).some((key) => key.includes('token'))).toBe(true);
  const texts = Object.values(stored).map(String);
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

  app.clock.now += 8 * 60 * minuteMs + 1;
  const tooOld = await old.get('/');
  app.clock.now -= 8 * 60 * minuteMs + 1;
  const stillIn = await ended.get('/');
  await idle.post('/sign-out-everywhere');

  expect(Object.keys(before).filter((key) => key.includes('session'))).toHaveLength(3);
  // The last request of a session that is too old ends it.
  expect(tooOld.status).toBe(200);
  expect([stillIn.status, (await old.get('/')).status, (await ended.get('/')).status]).toEqual([200, 303, 303]);
});

type Process = Readonly<{ child: ChildProcess; url: string }>;

async function startProcess(env: Record<string, string>): Promise<Process> {
  const main = join(import.meta.dirname, '..', '..', 'main.ts');
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], {
    env: { PATH, NODE_COMPILE_CACHE, LEGACY_PROXY_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  for await (const line of createInterface(child.stdout)) {
    const { event, url } = JSON.parse(line) as { event: string; url?: string };
    if (event === 'listening' && url) {
      child.stdout.resume();
      return { child, url };
    }
  }
  throw new Error('The process did not start.');
}

test('[S10] two processes behind one address, one killed under load, fail no request', async () => {
  const [medplum, redisUrl] = [await startMedplum(), await startRedis()];
  const folder = mkdtempSync(join(tmpdir(), 'legacy-proxy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const env = {
    MEDPLUM_BASE_URL: medplum.url,
    MEDPLUM_CLIENT_ID: clientId,
    MEDPLUM_CLIENT_SECRET: clientSecret,
    SESSION_SECRET: 'a-secret-of-our-own-0123456789abcdef',
    LEGACY_PROXY_SEED_DEMO: 'true',
    LEGACY_PROXY_DATA_DIR: folder,
    REDIS_URL: redisUrl,
  };
  const [first, second] = [await startProcess(env), await startProcess(env)];
  const browser = createBrowser(await startBalancer([first.url, second.url]));
  // A form's origin is the balancer's, which the processes do not know: sign in at one of them.
  const direct = createBrowser(first.url);
  await direct.signIn('nurse.kim', passwordOf('nurse.kim'));
  direct.cookies.forEach((value, name) => browser.cookies.set(name, value));
  const statuses: number[] = [];
  const work = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) {
      statuses.push((await browser.get(index % 2 ? '/patients/1' : '/')).status);
    }
  };

  await work(4);
  const load = Promise.all([work(8), work(8), work(8)]);
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  await load;

  expect(statuses).toHaveLength(28);
  expect(statuses.filter((status) => status !== 200)).toEqual([]);
  expect(medplum.tokenRequests()).toBe(1);
});
