import { vi } from 'vitest';
import type { InputContext } from '#feature';
import { createIntake } from '#intake/intake.ts';
import { createReceive } from '#intake/receive-message.ts';
import type { Added, MessageQueue } from '#queue/message-queue.ts';
import { createFakeLog } from './fake-log.ts';
import { translation } from './settings.ts';

const time = Date.parse('2026-09-14T08:30:12Z');

/** What an input gets, on a queue that remembers what it was given. */
export function createTestInput(verdict: () => Added = () => 'added') {
  const now = (): number => time;
  const queue = { add: vi.fn<MessageQueue['add']>((messages) => messages.map(verdict)) };
  const intake = createIntake({ queue, refinements: [], keepsOriginal: true, onQueued: () => undefined });
  const receive = createReceive({ intake, translation, together: (work) => work(), now, newControlId: () => 'A1' });
  const log = createFakeLog();
  const context: InputContext = { receive, intake, translation, log, now };
  return { context, log, now, taken: () => queue.add.mock.calls.flatMap(([messages]) => messages) };
}
