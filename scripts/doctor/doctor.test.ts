import { createDemoProject } from '@auth-patterns/demo-project';
import { startMockMedplum } from '@auth-patterns/mock-medplum';
import { expect, test } from 'vitest';
import { brokenLinks } from '#check/links.ts';
import { houseUrls } from '#house/house-urls.ts';
import { defaultPorts, freePorts } from '#house/ports.ts';
import { readCommandLine, UsageError } from './command-line.ts';
import { doctor } from './doctor.ts';
import { runProgram } from './run-program.ts';
import { createTestRoot, type TestRoot } from './test-root.ts';
import { whereToRead } from './where-to-read.ts';

const canary = 'canary-0123456789abcdef';

async function examine(
  site: TestRoot,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  send: typeof fetch = fetch,
) {
  // At other ports than the usual ones, `npm start` tells the apps where the mock is, whatever their settings say.
  const mockPort = 'MEDPLUM_BASE_URL' in env && { MOCK_MEDPLUM_PORT: defaultPorts.MOCK_MEDPLUM_PORT };
  const ports = { ...(await freePorts()), ...mockPort };
  const urls = houseUrls(ports);
  const orders = readCommandLine(args);
  if (!orders) {
    throw new RangeError('Help was asked for.');
  }
  return doctor({
    orders,
    outside: {
      fetch: send,
      now: Date.now,
      env: { PATH: process.env['PATH'], ...env },
      root: site.root,
      run: runProgram,
    },
    house: { ports, urls },
    machine: async () => [],
  });
}

/** Points the apps at a server. */
const at = (baseUrl: string) => ({ MEDPLUM_BASE_URL: baseUrl, PUBLIC_MEDPLUM_BASE_URL: baseUrl });

test('[X3] doctor, of a fresh clone that was not started, finds no fault in any app and ends with 0', async () => {
  using site = createTestRoot();

  const { report, exitCode } = await examine(site, []);

  expect(report).toContain('npm start, in another terminal');
  expect(report).toMatch(/^0 faults, /m);
  expect(exitCode).toBe(0);
});

/** The clinic, which `npm start` would have. */
async function startClinic() {
  return startMockMedplum({ project: createDemoProject(), control: true });
}

test.each(['spa-client', 'legacy-proxy', 'device-agent'])(
  '[X3] doctor, of %s on the demo with a .env of its own, finds no fault',
  async (app) => {
    await using mock = await startClinic();
    using site = createTestRoot();
    site.copyExample(app as 'spa-client');

    const origin = ['--spa-origin', 'http://localhost:3001'];
    const { report, exitCode } = await examine(site, ['--app', app, ...origin], at(mock.baseUrl));

    expect(report).toMatch(/^0 faults, \d+ ok/m);
    expect(report).toContain(`the mock answers at ${mock.baseUrl}`);
    expect(exitCode).toBe(0);
  },
);

test('[X3] doctor, of device-agent with a wrong secret, shows what its own check says', async () => {
  await using mock = await startClinic();
  using site = createTestRoot();
  site.copyExample('device-agent');

  const env = { ...at(mock.baseUrl), MEDPLUM_CLIENT_SECRET: canary };
  const { report, exitCode } = await examine(site, ['--app', 'device-agent'], env);

  expect(report).toMatch(/FAULT +agent +token: Invalid secret: check MEDPLUM_CLIENT_ID and MEDPLUM_CLIENT_SECRET/);
  expect(report).not.toContain(canary);
  expect(exitCode).toBe(1);
});

test.each([
  ['spa-client', { PUBLIC_MEDPLUM_CLIENT_ID: '' }, 'PUBLIC_MEDPLUM_CLIENT_ID is missing'],
  ['spa-client', { VITE_CLIENT_SECRET: canary }, 'VITE_CLIENT_SECRET would put a secret into the browser bundle'],
  [
    'spa-client',
    { PUBLIC_MEDPLUM_REFRESH_GRACE_SECONDS: '3600' },
    'PUBLIC_MEDPLUM_REFRESH_GRACE_SECONDS must be shorter',
  ],
  ['spa-client', { PUBLIC_IDP_CLIENT_ID: '' }, 'PUBLIC_IDP_CLIENT_ID is missing, although PUBLIC_IDP_NAME is set'],
  ['legacy-proxy', { MEDPLUM_BASE_URL: 'http://medplum.example/' }, 'MEDPLUM_BASE_URL must use https'],
  ['legacy-proxy', { SESSION_SECRET: canary }, 'SESSION_SECRET must have at least 32 characters'],
  ['device-agent', { DEVICE_AGENT_DEVICE: canary }, 'DEVICE_AGENT_DEVICE must be a reference'],
])('[X3] doctor, of %s with %o, has the app itself say what is wrong', async (app, env, expected) => {
  using site = createTestRoot();

  const { report, exitCode } = await examine(site, ['--app', app], env);

  expect(report).toMatch(/FAULT +settings/);
  expect(report).toContain(expected);
  expect(report).not.toContain(canary);
  expect(exitCode).toBe(1);
});

test('[X3] doctor, of a scope without offline_access, notes when the session will end', async () => {
  using site = createTestRoot();

  const { report } = await examine(site, ['--app', 'spa-client'], { PUBLIC_MEDPLUM_SCOPE: 'openid' });

  expect(report).toMatch(/note +settings +PUBLIC_MEDPLUM_SCOPE does not ask for offline_access/);
});

/** A server that gives back what it was sent, in each of its answers. */
const echo: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const sent = `${request.url} ${[...request.headers].join()} ${await request.text()}`;
  return Response.json(
    { error: 'invalid_request', error_description: `Invalid secret\u001b[2J\u009b\u202e: ${sent}` },
    { status: 400 },
  );
};

test.each([[[]], [['--output', 'json']]])(
  '[X3] [P10] [L9] doctor, %j, of a server that echoes, shows no secret and no control character',
  async (args) => {
    await using mock = await startClinic();
    using site = createTestRoot();
    site.write('legacy-proxy', '.env', `SESSION_SECRET=${canary}${canary}\nMEDPLUM_CLIENT_SECRET=${canary}\n`, 0o644);
    site.write('spa-client', 'dist/index.js', canary);
    const env = { MEDPLUM_CLIENT_ID: 'a-client', ...at(mock.baseUrl), MEDPLUM_ADMIN_PASSWORD: canary };

    const { report, exitCode } = await examine(site, args, env, (input, init) =>
      new Request(input).url.endsWith('/oauth2/token') ? echo(input, init) : fetch(input, init),
    );

    expect(report).toContain('Invalid secret');
    expect(report).not.toContain(canary);
    expect(report.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(exitCode).toBe(1);
  },
);

test('[X3] doctor, for a program, gives each finding with what to do and where to read', async () => {
  using site = createTestRoot();
  site.write('spa-client', '.env', 'VITE_TOKEN=anything-at-all\n', 0o644);

  const { report } = await examine(site, ['--app', 'spa-client', '--output', 'json']);

  const { ok, sections } = JSON.parse(report) as { ok: boolean; sections: { about: string; findings: object[] }[] };
  expect(ok).toBe(false);
  expect(sections.map(({ about }) => about)).toEqual(['This machine', 'spa-client']);
  expect(sections[1]?.findings).toContainEqual({
    check: 'env-file',
    verdict: 'fault',
    text: 'Other users of this machine can read .env.',
    fix: 'chmod 600 apps/spa-client/.env',
    read: whereToRead['env-file'],
  });
});

test('[X3] doctor, wherever it says where to read, names a heading that exists', () => {
  const text = Object.values(whereToRead)
    .map((place) => `[there](${place})`)
    .join('\n');

  expect(brokenLinks({ path: 'README.md', text, packageFolder: '', blocks: [] })).toEqual([]);
});

test.each([
  [['--app', 'nobody'], '--app is one of: '],
  [['--output', 'xml'], '--output is json'],
  [['--spa-origin', 'http://localhost:3001/callback'], '--spa-origin is the origin of a page'],
  [['--client-secret', canary], '--client-secret is no option'],
  [[canary], 'Everything is said with options'],
])('[X3] doctor, asked with %j, says what it takes and repeats no value', (args, expected) => {
  const read = (): unknown => readCommandLine(args);

  expect(read).toThrow(UsageError);
  expect(read).toThrow(expected);
  expect(read).not.toThrow(canary);
});
