import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import type { Log } from '#tenant/log.ts';
import { safely } from './safely.ts';

test('[L5] listener, when it throws, leaves the emitter alone and its fault in the log', () => {
  const log = vi.fn<Log>();
  const emitter = new EventEmitter();
  const after = vi.fn<() => void>();
  emitter.on(
    'close',
    safely(log, (text: string) => {
      throw new Error(text);
    }),
  );
  emitter.on('close', after);

  emitter.emit('close', 'no such thing');

  expect(after).toHaveBeenCalledOnce();
  expect(log).toHaveBeenCalledExactlyOnceWith({ event: 'fault', error: expect.stringContaining('no such thing') });
});
