import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxLimits } from './sandbox-limits.ts';
import { firstLine } from './sandbox-program.ts';
import { spawnSandbox } from './spawn-sandbox.ts';

/**
 * Says what code finds that has got past the realm of the Bot and the main realm alike: `node` loads any module of Node,
 * and `process` is whole.
 */
async function findWithEverything(attempts: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
  const { closeRoads, core } = JSON.parse(firstLine()) as Record<string, string>;
  const tries = Object.entries(attempts).map(
    ([name, code]) => `found[${JSON.stringify(name)}] = await (async () => ${code})().catch((error) => error.code);`,
  );
  const scripts = {
    core,
    botFetch: '(() => ({}))',
    // Runs in the main realm and leaves its powers where the Bot's realm finds them, instead of closing the roads.
    closeRoads: `(() => { Object.powers = { process, node: process.getBuiltinModule }; return () => undefined; })()`,
    runBot: `((host) => {
      const { process, node } = Object.getPrototypeOf(host).constructor.powers;
      let settle;
      void (async () => { const found = {}; ${tries.join('\n')} host.send(JSON.stringify(found)); })();
      return { receive: () => undefined, fail: ({ code }) => settle(code) };
    })`,
  };
  expect(closeRoads).toContain('keepOnly');
  const child = spawnSandbox(sandboxLimits);
  child.stdin.write(`${JSON.stringify(scripts)}\n`);
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  while (!output.includes('{"name"')) {
    await once(child.stdout, 'data');
  }
  child.kill('SIGKILL');
  await once(child, 'close');
  return JSON.parse(output.split('\n').find((line) => line.startsWith('{"name"')) ?? '') as Record<string, unknown>;
}

const denied = 'ERR_ACCESS_DENIED';
/** The kernel's word, or that of the permission model where it knows the network, from Node 25 on. */
const noSocket = /^(EMFILE|ERR_ACCESS_DENIED)$/;

const escapeAttempts: Readonly<Record<string, readonly [code: string, expected: unknown]>> = {
  name: ['1', 1],
  'reads a file': [`node('fs').readFileSync('/etc/hostname')`, denied],
  'reads a link': [`node('fs').readlinkSync('/proc/self/cwd')`, denied],
  'lists a folder': [`node('fs').readdirSync('/')`, denied],
  'writes a file': [`node('fs').writeFileSync(${JSON.stringify(join(tmpdir(), 'from-a-bot'))}, 'x')`, denied],
  'starts a process': [`node('child_process').spawnSync('id')`, denied],
  'replaces itself': [`process.execve('/bin/sh', ['sh'], {})`, denied],
  'starts a thread': [`new (node('worker_threads').Worker)('1', { eval: true }).threadId`, denied],
  'loads an addon': [`process.dlopen({ exports: {} }, '/x.node')`, 'ERR_DLOPEN_DISABLED'],
  'takes a binding': [`process.binding('tcp_wrap')`, denied],
  'takes a linked binding': [`process._linkedBinding('x')`, expect.stringMatching(/^ERR_/)],
  'writes a report': [`process.report.writeReport()`, denied],
  'evaluates a string in the main realm': [`process.constructor.constructor('return 1')()`, undefined],
  'reads variables beside the time zone': [
    `Object.keys(process.env).filter((name) => !['SystemRoot', '_'].includes(name))`,
    ['TZ'],
  ],
  'reads arguments': [`process.argv.slice(1)`, []],
  'asks where it runs': [`process.cwd()`, '/'],
};

let found: Record<string, unknown>;
let server: Server;

beforeAll(async () => {
  server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const opened = (code: string, event: string): string =>
    `new Promise((resolve) => { settle = resolve; const it = ${code}; it.once('${event}', () => resolve('open')); it.once('error', ({ code }) => resolve(code)); })`;
  found = await findWithEverything({
    ...Object.fromEntries(Object.entries(escapeAttempts).map(([name, [code]]) => [name, code])),
    'opens a socket': opened(`node('net').connect(${port}, '127.0.0.1')`, 'connect'),
    'opens a local socket': opened(`node('net').connect('/run/x.sock')`, 'connect'),
    listens: opened(`node('net').createServer().listen(0, '127.0.0.1')`, 'listening'),
    'binds a datagram socket': opened(`node('dgram').createSocket('udp4').bind(0, '127.0.0.1')`, 'listening'),
  });
});

afterAll(() => void server.close());

test.each(Object.entries(escapeAttempts).map(([name, [, expected]]) => ({ name, expected })))(
  '[L3] code, that has every module of Node and $name, finds nothing',
  ({ name, expected }) => {
    expect(found[name]).toEqual(expected);
  },
);

test.each(['opens a socket', 'opens a local socket', 'listens', 'binds a datagram socket'])(
  '[L3] code, that has every module of Node and %s, gets none',
  (name) => {
    expect(found[name]).toMatch(noSocket);
  },
);
