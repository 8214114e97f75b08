import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createTestSandbox } from './test-sandbox.ts';

/** Walks from everything that a Bot has to everything that can be reached from it, by members, getters and prototypes. */
const walk = `async () => {
  const modules = ['assert', 'buffer', 'crypto', 'events', 'path', 'querystring', 'stream', 'stream/promises',
    'string_decoder', 'timers', 'timers/promises', 'url', 'util', 'zlib'];
  const paths = new Map();
  const queue = [];
  const add = (value, path) => {
    if (((typeof value === 'object' && value !== null) || typeof value === 'function') && !paths.has(value)) {
      paths.set(value, path);
      queue.push(value);
    }
  };
  add(globalThis, 'globalThis');
  modules.forEach((name) => add(require(name), name));
  add(require('timers').setTimeout(() => undefined, 1), 'timer');
  add(require('zlib').createGzip(), 'gzip');
  add(require('crypto').createHash('sha1'), 'hash');
  const response = await fetch(event.baseUrl);
  add(response, 'response');
  add(response.body, 'stream');
  const step = (owner, key) => {
    const path = paths.get(owner) + '.' + String(key);
    const { value, get, set } = Reflect.getOwnPropertyDescriptor(owner, key);
    [value, get, set].forEach((found) => add(found, path));
    try { add(get?.call(owner), path); } catch {}
  };
  for (let owner = queue.pop(); owner !== undefined; owner = queue.pop()) {
    add(Object.getPrototypeOf(owner), paths.get(owner) + '.__proto__');
    Reflect.ownKeys(owner).forEach((key) => step(owner, key));
  }
  const names = new Set(['connect', 'listen', 'kill', '_kill', 'binding', '_linkedBinding', 'internalBinding', 'dlopen',
    'getBuiltinModule', 'createRequire', 'spawn', 'execve', 'readFileSync', 'writeFileSync', 'lookup', 'TCP', 'Pipe', 'UDP',
    'Socket', 'Agent', 'Client', 'Worker', 'MessagePort', 'WebSocket', 'EventSource', 'FSReqCallback', 'reallyExit',
    'writeReport', 'setFlagsFromString', 'registerHooks', 'chdir', 'setuid', 'runInContext', 'process', 'readSync']);
  const powers = [...paths].filter(([value]) => {
    const name = typeof value === 'function' ? Reflect.get(value, 'name') : value[Symbol.toStringTag];
    return names.has(name) || (Object.hasOwn(value, 'nextTick') && value !== process);
  });
  return { count: paths.size, powers: powers.map(([, path]) => path) };
}`;

test('[L3] deployed code, that follows everything it was given, finds no power among some thousand objects', async () => {
  await using bots = createTestSandbox();
  const server = createServer((_request, response) => void response.end('x')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const order = { connection: { baseUrl, accessToken: 'token' }, event: { input: {} } };

  const found = await bots.run(walk, { tenant: { baseUrl, loopbackUrl: baseUrl }, order });
  server.close();

  const { count, powers } = found as { count: number; powers: string[] };

  expect(count).toBeGreaterThan(2000);
  expect(powers).toEqual([]);
});
