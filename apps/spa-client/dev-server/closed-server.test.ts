import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer, isFileLoadingAllowed, preview, type PreviewServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

type Headers = Readonly<Record<string, string>>;
type Answer = Readonly<{ status: number; body: string; headers: IncomingMessage['headers'] }>;

const root = fileURLToPath(new URL('../', import.meta.url));
const secret = 'scrypt$the-hash-of-a-password';
let folder = '';
let modules = '';
let dev: ViteDevServer;
let built: PreviewServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'spa-client-'));
  writeFileSync(join(folder, 'index.html'), '<div id="root"></div>');
  // Inside the repository, all of which Vite serves unless it is told otherwise.
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  modules = mkdtempSync(join(root, 'node_modules', 'other-app-'));
  writeFileSync(join(modules, 'legacy.sqlite'), secret);
  writeFileSync(join(modules, 'queue.json'), JSON.stringify({ secret }));
  vi.stubEnv('PUBLIC_MEDPLUM_BASE_URL', 'https://medplum.test/');
  vi.stubEnv('PUBLIC_MEDPLUM_CLIENT_ID', 'test-client');
  const address = { host: '127.0.0.1', port: 0 };
  dev = await createServer({ root, cacheDir: join(folder, 'cache'), logLevel: 'silent', server: address });
  await dev.listen();
  built = await preview({
    root,
    logLevel: 'silent',
    build: { outDir: folder },
    preview: { ...address, allowedHosts: ['app.example'] },
  });
}, 60_000);

afterAll(async () => {
  await Promise.all([dev.close(), built.close()]);
  rmSync(folder, { recursive: true });
  rmSync(modules, { recursive: true });
});

function portOf({ httpServer }: ViteDevServer | PreviewServer): number {
  const address = httpServer?.address() as AddressInfo | undefined;
  return address?.port ?? 0;
}

function ask(server: ViteDevServer | PreviewServer, path: string, headers: Headers = {}): Promise<Answer> {
  const port = portOf(server);
  const options = { host: '127.0.0.1', port, path, headers: { host: `localhost:${port}`, ...headers } };
  return new Promise((resolve, reject) => {
    const request = httpRequest(options, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }));
    });
    request.on('error', reject).end();
  });
}

const open: Socket[] = [];

/** Asks the dev server for a WebSocket. An accepted one stays open until `closeSockets`. */
function upgrade(headers: Headers, path = `/?token=${dev.config.webSocketToken}`): Promise<number> {
  const port = portOf(dev);
  const all = {
    host: `localhost:${port}`,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-protocol': 'vite-hmr',
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, headers: all });
    request.on('upgrade', (_response, socket) => {
      open.push(socket);
      resolve(101);
    });
    request.on('response', (response) => resolve(response.resume().statusCode ?? 0));
    request.on('error', reject).end();
  });
}

async function closeSockets(): Promise<void> {
  const closed = open.splice(0).map((socket) => new Promise((done) => socket.once('close', done).destroy()));
  await Promise.all(closed);
}

const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

const strangers: readonly (readonly [string, Headers])[] = [
  ['a script of a foreign site', { origin: 'http://stranger.example', 'sec-fetch-site': 'cross-site' }],
  ['a script of another port', { origin: 'http://localhost:3999', 'sec-fetch-site': 'same-site' }],
  ['a page in a sandbox', { origin: 'null' }],
  ['an image on a foreign site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ['a script tag on another port', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }],
  ['a frame on a foreign site', { ...navigation, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' }],
  ['a frame on another port', { ...navigation, 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'iframe' }],
  ['a rebound name', { host: 'rebound.example' }],
  ['a rebound name that is a name of this machine elsewhere', { host: 'app.localhost' }],
];

test.each(strangers)('[L6] dev server and preview, asked by %s, refuse and say so', async (_who, headers) => {
  for (const server of [dev, built]) {
    const { status, body } = await ask(server, '/', headers);

    expect([status, body]).toEqual([403, expect.not.stringContaining('id="root"')]);
  }
});

test.each<[string, Headers]>([
  ['a program', {}],
  ['the app itself', { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' }],
  ['a person who types the address', { ...navigation, 'sec-fetch-site': 'none' }],
  ['a person who comes back from a foreign sign-in page', { ...navigation, 'sec-fetch-site': 'cross-site' }],
  ['a person who comes back from a sign-in page on another port', { ...navigation, 'sec-fetch-site': 'same-site' }],
])('[L6] dev server and preview, asked by %s, answer', async (_who, headers) => {
  for (const server of [dev, built]) {
    const { status, body } = await ask(server, '/callback?code=100%', { accept: 'text/html', ...headers });

    expect([status, body]).toEqual([200, expect.stringContaining('id="root"')]);
  }
});

test('[L6] preview, started for a name, answers there', async () => {
  expect(await ask(built, '/', { host: 'app.example' })).toMatchObject({ status: 200 });
});

test('[L6] dev server and preview, asked by a page of another port, allow it no reading', async () => {
  for (const server of [dev, built]) {
    const { headers } = await ask(server, '/', { origin: 'http://localhost:3999' });

    expect(headers).not.toHaveProperty('access-control-allow-origin');
  }
});

test.each(['/%E0%A4%A', '/%.html', '/src/%ff.ts?raw'])(
  '[L6] dev server and preview, asked for %s, refuse it and live on',
  async (path) => {
    for (const server of [dev, built]) {
      expect(await ask(server, path)).toMatchObject({ status: 400 });
      expect(await ask(server, '/', { accept: 'text/html' })).toMatchObject({ status: 200 });
    }
  },
);

test.each(['/__open-in-editor', '/__open-in-editor?file=vite.config.ts', '/__OPEN-IN-EDITOR/'])(
  '[L6] dev server, asked for %s, opens no editor for anybody',
  async (path) => {
    expect(await ask(dev, path, { 'sec-fetch-site': 'same-origin' })).toMatchObject({ status: 404, body: '' });
  },
);

const asBrowsersDo = ['', '?raw', '?import&raw', '?import', '?url', '?inline', '?worker_file&type=module', '?v=1'];

test.each(asBrowsersDo)('[L6] dev server, asked for the data of another app with "%s", keeps it', async (query) => {
  for (const file of [join(modules, 'legacy.sqlite'), join(modules, 'queue.json')]) {
    const relative = file.slice(root.length);
    const hidden = relative.replace('node_modules', 'src/%2e%2e/node_modules');
    for (const path of [
      `/@fs${file}`,
      `/@fs/${file}`,
      `/@id${file}`,
      `/${relative}`,
      `/${hidden}`,
      `/@fs${root}${hidden}`,
    ]) {
      const { body } = await ask(dev, path + query, { 'sec-fetch-dest': 'script', 'sec-fetch-site': 'same-origin' });

      expect(body).not.toContain(secret);
    }
  }
});

test.each([
  'src/.env',
  'src/.env.local',
  'src/.data/queue',
  'src/legacy.sqlite-wal',
  'src/x.db',
  'src/tls.key',
  'src/.git/config',
])('[L6] dev server, whatever it may serve beside it, keeps %s', (path) => {
  expect(isFileLoadingAllowed(dev.config, root + path)).toBe(false);
});

test('[L6] dev server, with its files narrowed, still serves every module that the app imports', async () => {
  const waiting = ['/src/main.tsx', '/@vite/client', '/@react-refresh'];
  const asked = new Map<string, number>();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (!asked.has(path)) {
      const { status, body } = await ask(dev, path, { 'sec-fetch-dest': 'script', 'sec-fetch-site': 'same-origin' });
      asked.set(path, status);
      for (const { groups } of body.matchAll(/(?:from\s*|import\s*\(?\s*)"(?<path>\.{0,2}\/[^"]+)"/g)) {
        const { pathname, search } = new URL(groups?.['path'] ?? '', `http://app.test${path}`);
        waiting.push(pathname + search);
      }
    }
  }

  expect([...asked].filter(([, status]) => status !== 200)).toEqual([]);
  expect([...asked.keys()]).toContain('/src/medplum/auth.ts');
  expect([...asked.keys()].filter((path) => path.includes('/auth-config/'))).not.toEqual([]);
}, 120_000);

test('[L6] hot reloading, asked by the app itself, is there', async () => {
  expect(await upgrade({ origin: `http://localhost:${portOf(dev)}` })).toBe(101);
  await closeSockets();
});

test.each<[string, Headers]>([
  ['a foreign site', { origin: 'http://stranger.example' }],
  ['another port', { origin: 'http://localhost:3999' }],
  ['a rebound name', { host: 'rebound.example', origin: 'http://rebound.example' }],
  [
    'a foreign site that only wants to know',
    { origin: 'http://stranger.example', 'sec-websocket-protocol': 'vite-ping' },
  ],
  ['a client of another protocol', { 'sec-websocket-protocol': 'chat' }],
])('[L6] hot reloading, asked by %s, is refused even with the token', async (_who, headers) => {
  expect(await upgrade(headers)).toBe(403);
});

test('[L6] hot reloading, asked by ever more tabs, stops at 64 until one closes', async () => {
  for (let count = 1; count <= 64; count += 1) {
    expect(await upgrade({})).toBe(101);
  }

  expect(await upgrade({})).toBe(403);
  await closeSockets();
  await expect.poll(() => upgrade({})).toBe(101);
  await closeSockets();
});
