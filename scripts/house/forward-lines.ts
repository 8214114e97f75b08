import type { Readable } from 'node:stream';
import { printable } from '@auth-patterns/auth-config';

/** Hands on what a process prints, line by line. In it may be what strangers sent, which no terminal is to obey. */
export function forwardLines(streams: readonly (Readable | null)[], onLine: (line: string) => void): void {
  const forward = (line: string): void => onLine(printable(line));
  for (const stream of streams) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      lines.filter(Boolean).forEach(forward);
    });
    stream?.on('end', () => rest && forward(rest));
  }
}
