import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { firstLine } from './sandbox-program.ts';

/** What is left to code in the main realm once the roads are closed, in a Node that has no other limit. */
const probe = `
const { closeRoads } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const { writeSync } = require('fs');
new Response('undici is loaded');
globalThis[Symbol.for('undici.globalDispatcher.1')] ??= { dispatch: true };
const close = require('vm').runInThisContext(closeRoads);
const main = { process, global: globalThis };
close(Object.getOwnPropertyNames(require('vm').runInNewContext('globalThis')));
const absent = (object, names) => names.filter((name) => object[name] !== undefined);
writeSync(1, JSON.stringify({
  global: absent(main.global, ['fetch', 'WebSocket', 'EventSource', 'require', 'module', 'net', 'fs', 'child_process',
    'Worker', 'BroadcastChannel', 'MessageChannel', 'navigator', 'localStorage', 'console', 'vm']),
  dispatcher: String(main.global[Symbol.for('undici.globalDispatcher.1')]),
  process: absent(main.process, ['kill', '_kill', 'binding', '_linkedBinding', 'dlopen', 'getBuiltinModule', 'abort',
    'report', 'chdir', 'setuid', 'setgid', 'setgroups', 'umask', 'mainModule', 'stdin', 'stdout', 'stderr', 'channel',
    'send', 'execve', '_debugProcess', '_debugEnd', '_getActiveHandles', '_getActiveRequests', 'loadEnvFile',
    '_rawDebug', 'config', 'moduleLoadList', 'openStdin', 'setSourceMapsEnabled']),
  env: Object.keys(main.process.env), argv: main.process.argv, pid: main.process.pid, cwd: main.process.cwd(),
  works: [new URL('http://a/b').pathname, Buffer.from('a').toString('hex'), typeof setTimeout, typeof main.process.nextTick],
}));`;

test('[L3] main realm, once its roads are closed, has no power of Node, and the classes of a Bot work', () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['--eval', probe, 'argument'], {
    input: firstLine(),
    env: { SECRET: 'x' },
    encoding: 'utf8',
  });

  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({
    global: [],
    dispatcher: 'undefined',
    process: [],
    env: [],
    argv: [],
    pid: 0,
    cwd: '/',
    works: ['/b', '61', 'function', 'function'],
  });
});
