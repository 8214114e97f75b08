import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { createMessageQueue, type MessageQueue } from '#queue/message-queue.ts';
import { openQueueFile } from '#queue/queue-file.ts';
import { createFakeLog } from '#test/fake-log.ts';
import { glucose, header, hl7, resultMessage } from '#test/hl7-text.ts';
import { translation } from '#test/settings.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { createReceive } from './receive-message.ts';

function createIntake(add: () => 'added' | 'duplicate' = () => 'added') {
  const log = createFakeLog();
  const onQueued = vi.fn<() => void>();
  const queue = { add: vi.fn<MessageQueue['add']>(add) };
  const receive = createReceive({ queue, translation, now: () => 0, newControlId: () => 'A1', onQueued });
  const verdict = (body: Buffer): string => segment(receive.message(body, log), 'MSA');
  return { receive, verdict, queue, log, onQueued };
}

function segment(answer: Uint8Array, name: string): string {
  const lines = Buffer.from(answer).toString('latin1').split('\r');
  return lines.find((line) => line.startsWith(name)) ?? '';
}

test('[D3] intake, given a result, has stored it as it came before it says AA', () => {
  const body = resultMessage([glucose]);
  const { verdict, queue, onQueued } = createIntake();

  expect(verdict(body)).toBe('MSA|AA|M1|');
  expect(queue.add).toHaveBeenCalledWith(expect.objectContaining({ controlId: 'M1', body }));
  expect(onQueued).toHaveBeenCalledOnce();
});

test('[F10] intake, when the queue cannot store, says AE and wakes nobody', () => {
  const { receive, onQueued, log } = createIntake(() => {
    throw new Error('database or disk is full');
  });

  const answer = receive.message(resultMessage([glucose]), log);

  expect(segment(answer, 'MSA')).toMatch(/^MSA\|AE\|M1\|.*send it again/);
  expect(segment(answer, 'ERR')).toContain('207');
  expect(onQueued).not.toHaveBeenCalled();
  expect(log.warn).toHaveBeenCalledWith('message refused', expect.objectContaining({ acknowledgment: 'AE' }));
});

test('[F10] intake, when the queue is a real one on a read-only file, says AE', () => {
  using folder = temporaryFolder();
  openQueueFile(folder.path, { maxBytes: 1_048_576, now: () => 0 }).database.close();
  const queue = createMessageQueue(new DatabaseSync(join(folder.path, 'queue.sqlite'), { readOnly: true }), () => 0);

  const { verdict } = createIntake(() => queue.add({ key: 'k', controlId: 'M1', body: Buffer.alloc(1) }));

  expect(verdict(resultMessage([glucose]))).toMatch(/^MSA\|AE\|M1\|.*readonly/);
  queue.close();
});

test('intake, given a repetition, says AA, names it as such and wakes nobody', () => {
  const { verdict, onQueued } = createIntake(() => 'duplicate');

  expect(verdict(resultMessage([glucose]))).toBe('MSA|AA|M1|already received');
  expect(onQueued).not.toHaveBeenCalled();
});

test.each([
  ['garbage', Buffer.from('garbage'), /^MSA\|AR\|\|/],
  ['an order', resultMessage([glucose], { type: 'ORM^O01' }), /^MSA\|AR\|M1\|/],
  ['half a message', resultMessage([glucose]).subarray(0, 120), /^MSA\|AE\|M1\|/],
  ['a result without its order', hl7(header(), 'PID|1||1', glucose), /^MSA\|AE\|M1\|/],
])('intake, given %s, stores nothing and says what is wrong', (_, body, expected) => {
  const { verdict, queue, log } = createIntake();

  expect(verdict(body)).toMatch(expected);
  expect(queue.add).not.toHaveBeenCalled();
  expect(log.warn).toHaveBeenCalledOnce();
});

test('[F13] intake, whatever it is given, logs nothing of the patient', () => {
  const { receive, log } = createIntake();

  receive.message(resultMessage([glucose]), log);
  receive.message(resultMessage([glucose.replace('NM', 'ED')]), log);
  receive.oversize();

  expect(JSON.stringify([log.info.mock.calls, log.warn.mock.calls])).not.toMatch(/Carter|RC-1001|19840312|\b96\b/);
});
