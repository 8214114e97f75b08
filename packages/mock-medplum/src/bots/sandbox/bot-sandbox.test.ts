import { OperationOutcomeError, tooManyRequests } from '@medplum/core';
import { describe, expect, test, vi } from 'vitest';
import { createTestSandbox } from './test-sandbox.ts';

/** How many processes of this one run. */
const processes = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'ProcessWrap').length;

describe('limits of deployed code', () => {
  test.each([
    ['loops at once', `() => { for (;;); }`],
    ['loops after a wait', `async () => { await null; for (;;); }`],
    ['never answers', `() => new Promise(() => undefined)`],
    ['waits for the kernel', `() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)`],
    ['logs for ever', `() => { for (;;) console.log('x'.repeat(1e5)); }`],
  ])('[L3] code, that %s, is ended when its time is up', async (_, handler) => {
    await using bots = createTestSandbox();
    const log: string[] = [];

    await expect(bots.run(handler, { timeoutSeconds: 0.3, log: (line) => log.push(line) })).rejects.toThrow(
      'Script execution timed out after 300ms',
    );
    expect(log.length).toBeLessThanOrEqual(1000);
    expect(Math.max(0, ...log.map(({ length }) => length))).toBeLessThanOrEqual(10_000);
  });

  test('[L3] code, whose Bot asks for an hour, gets what the server allows', async () => {
    await using bots = createTestSandbox({ maxTimeoutSeconds: 0.2 });

    await expect(bots.run(`() => new Promise(() => undefined)`, { timeoutSeconds: 3600 })).rejects.toThrow(
      'timed out after 200ms',
    );
  });

  test.each([
    [
      'objects',
      `() => { const all = []; for (;;) all.push(new Array(1000).fill({})); }`,
      'Bot ended without an answer',
    ],
    [
      'buffers',
      `async () => { const all = []; for (;;) { all.push(new Uint8Array(3e7).fill(1)); await null; } }`,
      'Bot used too much memory',
    ],
  ])('[L3] code, that fills the memory with %s, is ended', async (_, handler, text) => {
    await using bots = createTestSandbox();

    await expect(bots.run(handler)).rejects.toThrow(text);
  });

  test.each([
    ['a result of nine megabytes', `() => 'x'.repeat(9e6)`, 'Bot sent too much'],
    ['a result that is nested too deep', `() => JSON.parse('['.repeat(500) + ']'.repeat(500))`, 'Bot sent what is no'],
    [
      'too many requests',
      `async () => { for (;;) await fetch('http://127.0.0.1:2/').catch(() => 0); }`,
      'Bot sent too much',
    ],
  ])('[L3] code, that sends %s, is ended', async (_, handler, text) => {
    await using bots = createTestSandbox({ messages: 100 });

    await expect(bots.run(handler)).rejects.toThrow(text);
  });

  test.each([
    ['throws outside of its promise', `require('timers').setTimeout(() => { throw new Error('late'); })`],
    ['lets a promise be rejected', `Promise.reject(new Error('late'))`],
  ])('[L3] code, that %s and never answers, has failed, and the mock goes on', async (_, statement) => {
    await using bots = createTestSandbox();

    await expect(
      bots.run(`() => { ${statement}; return new Promise(() => undefined); }`, { timeoutSeconds: 5 }),
    ).rejects.toThrow('late');
    expect(await bots.run('() => 1')).toBe(1);
  });
});

describe('sandbox', () => {
  test('[L3] sandbox, with every place taken, makes runs wait and refuses the next with 429', async () => {
    await using bots = createTestSandbox({ places: 1, waiting: 1 });

    const runs = await Promise.allSettled(['() => 1', '() => 2', '() => 3'].map(async (handler) => bots.run(handler)));

    expect(runs).toEqual([
      { status: 'fulfilled', value: 1 },
      { status: 'fulfilled', value: 2 },
      { status: 'rejected', reason: new OperationOutcomeError(tooManyRequests) },
    ]);
  });

  test('[L3] sandbox, closed while code runs and waits, ends both and leaves no process', async () => {
    const bots = createTestSandbox({ places: 1 });
    await vi.waitUntil(() => processes() === 0, 10_000);
    const log = Promise.withResolvers<string>();
    const runs = Promise.allSettled([
      bots.run(`() => { console.log('here'); for (;;); }`, { log: log.resolve }),
      bots.run('() => 1'),
    ]);
    await log.promise;
    expect(processes()).toBe(1);

    await bots[Symbol.asyncDispose]();

    await vi.waitUntil(() => processes() === 0, 10_000);
    const closed = { status: 'rejected', reason: expect.objectContaining({ message: 'mock-medplum was closed' }) };
    expect(await runs).toEqual([closed, closed]);
    await expect(bots.run('() => 1')).rejects.toThrow('mock-medplum was closed');
  });
});

test('code, that uses the modules of a Bot, computes as it does in Medplum', async () => {
  await using bots = createTestSandbox();

  const result = await bots.run(`async ({ baseUrl }, event) => {
    const { Hl7Message, getReferenceString } = require('@medplum/core');
    const { createHmac } = require('node:crypto');
    return {
      hmac: createHmac('sha256', 'key').update('text').digest('base64').length,
      unzipped: require('zlib').gunzipSync(require('zlib').gzipSync('text')).toString(),
      parsed: Hl7Message.parse('MSH|^~\\\\&|A').getSegment(0).getField(3).toString(),
      reference: getReferenceString({ resourceType: 'Patient', id: '1' }),
      own: event instanceof Object,
      evaluated: Function('return 1 + 1')(),
      zone: new Date(0).getTimezoneOffset(),
    };
  }`);

  expect(result).toEqual({
    hmac: 44,
    unzipped: 'text',
    parsed: 'A',
    reference: 'Patient/1',
    own: true,
    evaluated: 2,
    zone: 0,
  });
});
