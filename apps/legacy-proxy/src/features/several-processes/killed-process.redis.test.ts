import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { startBalancer } from '#test/balancer.ts';
import { createBrowser } from '#test/browser.ts';
import { clientId, clientSecret, startRecordedMedplum } from '#test/recorded-medplum.ts';
import { startRedis } from '#test/start-redis.ts';
import { passwordOf } from '#test/start-test-app.ts';

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
  const [medplum, redisUrl] = [await startRecordedMedplum(), await startRedis()];
  onTestFinished(medplum.close);
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
