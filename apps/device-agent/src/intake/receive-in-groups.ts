import type { Log } from '#log';
import type { Receive } from './receive-message.ts';

type Waiting = Readonly<{
  frame: Uint8Array;
  log: Log;
  resolve: (answers: readonly Uint8Array[]) => void;
  reject: (error: unknown) => void;
}>;

/** Takes frames of many connections: those that came in the same moment wait for the disk together, once. */
export function receiveInGroups({ group }: Receive): (frame: Uint8Array, log: Log) => Promise<readonly Uint8Array[]> {
  let waiting: Waiting[] = [];

  function takeAll(): void {
    const all = waiting;
    waiting = [];
    group(all).forEach((taken, index) => {
      try {
        all[index]?.resolve(taken());
      } catch (error) {
        all[index]?.reject(error);
      }
    });
  }

  return (frame, log) =>
    new Promise((resolve, reject) => {
      if (waiting.push({ frame, log, resolve, reject }) === 1) {
        // After all sockets that have something to read now.
        setImmediate(takeAll);
      }
    });
}
