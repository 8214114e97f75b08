import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { parseEnv } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const example = parseEnv(readFileSync(join(import.meta.dirname, '..', '.env.example'), 'utf8'));

const { PATH, NODE_COMPILE_CACHE } = process.env;
const ofNode = { PATH, NODE_COMPILE_CACHE };
const main = join(import.meta.dirname, 'main.ts');
const ownSecret = { SESSION_SECRET: 'a-secret-of-our-own-0123456789abcdef' };
const nowhere = { MEDPLUM_BASE_URL: 'http://127.0.0.1:9/', LEGACY_PROXY_PORT: '0' };

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'legacy-proxy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function run(env: Record<string, string | undefined>, folder = emptyFolder(), file = main) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
    env: { ...ofNode, LEGACY_PROXY_DATA_DIR: folder, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, folder, exit: once(child, 'exit'), errors: text(child.stderr) };
}

/** Waits until the application listens, stops it, and gives the names of its events. */
async function stopOnceUp({ child, exit }: ReturnType<typeof run>): Promise<string[]> {
  const events: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    const { event } = JSON.parse(line) as { event: string };
    events.push(event);
    if (event === 'listening') {
      child.kill('SIGTERM');
    }
  }
  await exit;
  return events;
}

test('legacy-proxy, with a misspelled variable, says so in one line and exits with 78', async () => {
  const { MEDPLUM_CLIENT_ID: id, ...rest } = example;

  const { exit, errors } = run({ ...rest, MEDPLUM_CLIENTID: id });

  expect((await exit)[0]).toBe(78);
  expect(await errors).toBe('legacy-proxy: MEDPLUM_CLIENT_ID is missing: rename MEDPLUM_CLIENTID to it\n');
});

test('legacy-proxy, on a port that is taken, says so in one line and exits with 1', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void blocker.close());
  await once(blocker, 'listening');
  const { port } = blocker.address() as { port: number };

  const { exit, errors } = run({ ...example, LEGACY_PROXY_PORT: String(port) });

  expect((await exit)[0]).toBe(1);
  expect(await errors).toBe(`legacy-proxy: port ${port} is taken: stop what uses it, or set LEGACY_PROXY_PORT\n`);
});

test('legacy-proxy, without Medplum, serves, keeps its files private, and stops on SIGTERM', async () => {
  const { child, folder, exit, errors } = run({ ...example, ...nowhere });
  const events: string[] = [];
  let health = 0;

  for await (const line of createInterface(child.stdout)) {
    const { event, url } = JSON.parse(line) as { event: string; url?: string };
    events.push(event);
    if (url) {
      health = (await fetch(`${url}/healthz`)).status;
    }
    if (event === 'medplum_sign_in_failed') {
      child.kill('SIGTERM');
    }
  }

  expect(health).toBe(200);
  expect(statSync(join(folder, 'legacy.sqlite')).mode & 0o777).toBe(0o600);
  expect(events).toContain('stopped');
  expect([(await exit)[0], await errors]).toEqual([0, '']);
});

test('[L10] legacy-proxy, on the data of a demo that is not asked for, exits with 78 until it is removed', async () => {
  const { LEGACY_PROXY_SEED_DEMO: _asked, ...rest } = example;
  const unasked = { ...rest, ...nowhere, ...ownSecret };
  const { folder, ...demo } = run({ ...example, ...nowhere });
  await stopOnceUp({ folder, ...demo });

  const refused = run(unasked, folder);
  const [code] = await refused.exit;
  const [removed] = await run({}, folder, join(import.meta.dirname, 'remove-demo.ts')).exit;
  const events = await stopOnceUp(run(unasked, folder));

  expect(code).toBe(78);
  expect(await refused.errors).toMatch(/^legacy-proxy: LEGACY_PROXY_SEED_DEMO does not ask for the demo[^\n]+\n$/);
  expect(removed).toBe(0);
  expect(events.slice(0, 2)).toEqual(['no_users', 'listening']);
});

test('[L9] legacy-proxy, that cannot start, says why without what could steer a terminal', async () => {
  const { errors } = run({ ...example, LEGACY_PROXY_DATA_DIR: '/dev/null/\u001B[2J\u202E\n' });

  expect(await errors).toMatch(/^legacy-proxy: [^\p{Cc}\p{Cf}]+\\u\{1b\}\[2J\\u\{202e\}\\u\{a\}[^\p{Cc}\p{Cf}]*\n$/u);
});
