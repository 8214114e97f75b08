import { readFile } from 'node:fs/promises';
import { setInterval } from 'node:timers/promises';

const everyMs = 50;
/** Linux tells memory in pages of this size; where pages are larger, the limit is lower than it says. */
const pageBytes = 4096;

/**
 * Calls `onTooMuch` when a process holds more than its limit, heap and buffers together. Where there is no `/proc`, only
 * V8's own limit of the heap holds.
 */
export async function watchMemory(
  { pid, limitBytes, signal }: Readonly<{ pid: number; limitBytes: number; signal: AbortSignal }>,
  onTooMuch: () => void,
): Promise<void> {
  try {
    for await (const _ of setInterval(everyMs, undefined, { signal, ref: false })) {
      const [, residentPages = '0'] = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ');
      if (Number(residentPages) * pageBytes > limitBytes) {
        onTooMuch();
        return;
      }
    }
  } catch {
    // The process has ended, or the system has no /proc.
  }
}
