import { beforeAll, expect, test } from 'vitest';
import { createTestSandbox } from './test-sandbox.ts';

/** What a Bot may try to get out, and what it finds. All of it is tried in one process. */
const roads: Readonly<Record<string, readonly [code: string, expected: unknown]>> = {
  'reads a file': [`require('fs').readFileSync('/etc/hostname', 'utf8')`, "Cannot find module 'fs'"],
  'loads fs by its other name': [`require('node:fs/promises')`, "Cannot find module 'node:fs/promises'"],
  'starts a process': [`require('child_process').execSync('id')`, "Cannot find module 'child_process'"],
  'starts a thread': [`new (require('worker_threads').Worker)('')`, "Cannot find module 'worker_threads'"],
  'opens a socket': [`require('net').connect(22)`, "Cannot find module 'net'"],
  'opens a TLS socket': [`require('tls').connect(443)`, "Cannot find module 'tls'"],
  'asks by HTTP': [`require('http').get('http://127.0.0.1:3000/')`, "Cannot find module 'http'"],
  'asks by HTTP/2': [`require('http2').connect('http://127.0.0.1')`, "Cannot find module 'http2'"],
  'sends a datagram': [`require('dgram').createSocket('udp4')`, "Cannot find module 'dgram'"],
  'looks a name up': [`require('dns').lookup('example.com')`, "Cannot find module 'dns'"],
  'opens a database': [`require('node:sqlite')`, "Cannot find module 'node:sqlite'"],
  'makes a require': [`require('module').createRequire('/')('fs')`, "Cannot find module 'module'"],
  'loads vm': [`require('vm')`, "Cannot find module 'vm'"],
  'sets flags of V8': [`require('v8').setFlagsFromString('--allow-natives-syntax')`, "Cannot find module 'v8'"],
  'opens the inspector': [`require('inspector').open()`, "Cannot find module 'inspector'"],
  'hooks asynchronous resources': [`require('async_hooks')`, "Cannot find module 'async_hooks'"],
  'listens to diagnostics': [`require('diagnostics_channel')`, "Cannot find module 'diagnostics_channel'"],
  'loads a package of the mock': [`require('express')`, "Cannot find module 'express'"],
  'loads a file by its path': [`require('/etc/hostname')`, "Cannot find module '/etc/hostname'"],
  'loads what an object inherits': [`require('constructor')`, "Cannot find module 'constructor'"],
  'loads what turns into a name': [
    `require({ calls: 0, toString() { return this.calls++ ? 'fs' : 'path'; } }).sep`,
    '/',
  ],
  imports: [`await import('node:fs')`, 'A dynamic import callback was not specified.'],
  'imports by eval': [`await eval("import('node:fs')")`, 'A dynamic import callback was not specified.'],
  'imports by a job': [
    `await Promise.resolve("import('node:fs')").then(eval)`,
    'A dynamic import callback was not specified.',
  ],
  'asks the process for what is of the machine': [
    `[process.env, process.argv, process.pid, process.ppid, process.cwd(), process.execPath, process.title]`,
    [{}, [], 1, 0, '/', '', 'node'],
  ],
  'asks the process for powers': [
    `['_kill', 'abort', 'binding', 'chdir', 'dlopen', 'execve', 'getBuiltinModule', 'kill', 'mainModule', 'permission',
      'reallyExit', 'report', 'send', 'setuid', 'stdin', 'stdout'].filter((name) => process[name] !== undefined)`,
    [],
  ],
  'ends the process': ['process.exit(1)', 'A Bot cannot end its process'],
  'asks the Function of the process': [
    `[process, process.hrtime, process.versions].every((it) => it.constructor.constructor === Function)`,
    true,
  ],
  'asks its own Function': [`Function('return typeof require')()`, 'function'],
  'asks the Function of a class that it was given': [
    `URL.constructor('return process')()`,
    'Code generation from strings disallowed for this context',
  ],
  'asks the Function of its own realm by this': [`this.constructor.constructor('return process')() === process`, true],
  'asks the Function of an error': [
    `(() => { try { new URL(':'); } catch (error) { return error.constructor.constructor('return process')(); } })()`,
    'Code generation from strings disallowed for this context',
  ],
  'asks the Function of a promise': [
    `require('timers/promises').setTimeout(1).constructor.constructor('return process')()`,
    'Code generation from strings disallowed for this context',
  ],
  'asks the asynchronous Function of a module': [
    `require('stream/promises').finished.constructor.constructor('return process')()`,
    'Code generation from strings disallowed for this context',
  ],
  'asks the frames of an error': [
    `(() => {
      const found = [];
      const MainError = Object.getPrototypeOf(require('assert').AssertionError);
      MainError.prepareStackTrace = (_, frames) => frames.map((frame) => found.push(frame.getThis(), frame.getFunction()));
      try { require('buffer').Buffer.alloc('x'); } catch (error) { error.stack; }
      delete MainError.prepareStackTrace;
      return found.filter((value) => value !== undefined && value !== null).length;
    })()`,
    0,
  ],
  'catches handles with a setter': [
    `Object.defineProperty(Object.getPrototypeOf(URL.prototype), 'oncomplete', { set() {} })`,
    'Cannot define property oncomplete, object is not extensible',
  ],
  'runs WebAssembly': ['typeof WebAssembly', 'undefined'],
  'replaces methods before it loads': [
    `(() => {
      for (const Type of [URL, Object.getPrototypeOf(URL), require('buffer').Buffer.constructor]) {
        const MainFunction = Type.constructor;
        MainFunction.prototype.call = () => true;
        MainFunction.prototype.apply = () => true;
      }
      return require('fs');
    })()`,
    "Cannot find module 'fs'",
  ],
};

let found: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  await using bots = createTestSandbox();
  const attempts = Object.entries(roads).map(
    ([name, [code]]) =>
      `results[${JSON.stringify(name)}] = await (async () => ${code})().catch((error) => error.message);`,
  );
  found = (await bots.run(`async function () { const results = {}; ${attempts.join('\n')} return results; }`)) as {};
});

test.each(Object.entries(roads).map(([name, [, expected]]) => ({ name, expected })))(
  '[L3] deployed code, that $name, finds no way out',
  ({ name, expected }) => {
    expect(found[name]).toEqual(expected);
  },
);
