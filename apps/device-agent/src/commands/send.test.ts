import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createIntake } from '#intake/intake.ts';
import { createReceive } from '#intake/receive-message.ts';
import { createMllpServer } from '#mllp/mllp-server.ts';
import type { MessageQueue } from '#queue/message-queue.ts';
import { createFakeLog } from '#test/fake-log.ts';
import { glucose, header, resultMessage } from '#test/hl7-text.ts';
import { transactionOf } from '#test/lab-transaction.ts';
import { translation } from '#test/settings.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { send } from './send.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(() => cleanUps.splice(0).forEach((cleanUp) => cleanUp()));

/** Sends a file to a listener that answers as the agent does, on top of this queue. */
async function sendFile(content: string | Buffer, verdict: () => 'added' = () => 'added') {
  const folder = temporaryFolder();
  const file = join(folder.path, 'message.hl7');
  writeFileSync(file, content);
  const log = createFakeLog();
  const queue = { add: vi.fn<MessageQueue['add']>((messages) => messages.map(verdict)) };
  const intake = createIntake({ queue, refinements: [], keepsOriginal: false, onQueued: () => undefined });
  const receive = createReceive({
    intake,
    translation,
    together: (work) => work(),
    now: () => 0,
    newControlId: () => 'A',
  });
  const server = createMllpServer({
    onMessage: (body, log) => receive.message(body, log),
    onOversize: receive.oversize,
    log,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => server.close(), folder[Symbol.dispose]);
  const output: string[] = [];
  const code = await send(file, (server.address() as AddressInfo).port, (text) => output.push(text));
  return { code, output: output.join(''), queue };
}

test('[D5] send, when the message is taken, prints the acknowledgment and exits with 0', async () => {
  const { code, output } = await sendFile(resultMessage([glucose]));

  expect(code).toBe(0);
  expect(output).toContain('\nMSA|AA|M1|\n');
});

test('[D5] send, when the message is refused, exits with 65', async () => {
  expect(await sendFile(header({ type: 'ADT^A01' }))).toMatchObject({ code: 65 });
});

test('[D5] send, when the agent cannot store, exits with 75: the message is good, try again', async () => {
  const { code } = await sendFile(resultMessage([glucose]), () => {
    throw new Error('disk is full');
  });

  expect(code).toBe(75);
});

test('send, given a file with line feeds and two messages, sends two messages with carriage returns', async () => {
  const both = [resultMessage([glucose]), resultMessage([glucose], { id: 'M2' })].join('').replaceAll('\r', '\r\n');

  const { code, queue } = await sendFile(both);

  expect(code).toBe(0);
  expect(queue.add).toHaveBeenCalledTimes(2);
  expect(queue.add).toHaveBeenLastCalledWith([transactionOf(resultMessage([glucose], { id: 'M2' }))]);
});

test('[L9] send, when an acknowledgment holds text that a terminal would obey, prints its numbers', async () => {
  const server = createServer((socket) => socket.end('\x0bMSH|^~\\&|\rMSA|AA|M1\u001b[2J\u009b\u202e\nMSA|AE\r\x1c\r'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  using folder = temporaryFolder();
  cleanUps.push(() => server.close());
  const file = join(folder.path, 'message.hl7');
  writeFileSync(file, resultMessage([glucose]));
  const output: string[] = [];

  await send(file, (server.address() as AddressInfo).port, (text) => output.push(text));

  expect(output).toEqual([
    String.raw`MSH|^~\&|` + '\n' + String.raw`MSA|AA|M1\u{1b}[2J\u{9b}\u{202e}\u{a}MSA|AE` + '\n',
  ]);
});

test('send, given a file that is not there, exits with 66 and names it', async () => {
  await expect(send('/no/such.hl7', 1, () => undefined)).rejects.toMatchObject({
    exitCode: 66,
    message: '/no/such.hl7 cannot be read (ENOENT)',
  });
});

test('send, when no agent listens, exits with 69 and says what to start', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'message.hl7');
  writeFileSync(file, resultMessage([glucose]));

  await expect(send(file, 1, () => undefined)).rejects.toMatchObject({
    exitCode: 69,
    message: 'connection to port 1 failed: ECONNREFUSED: is device-agent run on port 1, without TLS?',
  });
});

test('[D3] send, given a file whose text holds a line feed beside CRs, sends the text as it is', async () => {
  const body = resultMessage(['OBX|1|TX|X||Abnormal:\nHGB||||||F']);

  const { queue } = await sendFile(body);

  expect(queue.add).toHaveBeenCalledExactlyOnceWith([transactionOf(body)]);
});

test('[D3] send, given a batch of which one message is refused, sends one frame and exits with 65', async () => {
  const messages = [resultMessage([glucose]), resultMessage([glucose], { id: 'M2', mode: 'T' })];
  const batch = Buffer.concat([Buffer.from('BHS|^~\\&|A\r'), ...messages, Buffer.from('BTS|2\r')]);

  const { code, output, queue } = await sendFile(batch);

  expect(code).toBe(65);
  expect(output).toMatch(/^BHS[\s\S]*MSA\|AA\|M1[\s\S]*MSA\|AR\|M2[\s\S]*BTS\|2\n$/);
  expect(queue.add).toHaveBeenCalledOnce();
});
