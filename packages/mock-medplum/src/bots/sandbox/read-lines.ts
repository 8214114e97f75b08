import type { Readable } from 'node:stream';
import type { SandboxLimits } from './sandbox-limits.ts';

type LineReader = Readonly<{
  limits: Pick<SandboxLimits, 'messageBytes' | 'totalBytes' | 'messages'>;
  onLine: (line: string) => void;
  /** Is called once; nothing is read afterwards. */
  onTooMuch: () => void;
}>;

/** Splits what a process writes into lines, up to a limit of each, of all together, and of their number. */
export function readLines(stream: Readable, { limits, onLine, onTooMuch }: LineReader): void {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let totalBytes = 0;
  let count = 0;

  /** Adds a piece of a line; false when that is too much. */
  function keep(piece: Buffer): boolean {
    pending.push(piece);
    pendingBytes += piece.length;
    return pendingBytes <= limits.messageBytes && totalBytes <= limits.totalBytes && count <= limits.messages;
  }

  function takeLines(chunk: Buffer): boolean {
    totalBytes += chunk.length;
    let rest = chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      count += 1;
      if (!keep(rest.subarray(0, end))) {
        return false;
      }
      onLine(Buffer.concat(pending).toString());
      pending = [];
      pendingBytes = 0;
      rest = rest.subarray(end + 1);
    }
    return keep(rest);
  }

  stream.on('data', (chunk: Buffer) => {
    if (!takeLines(chunk)) {
      stream.removeAllListeners('data').destroy();
      onTooMuch();
    }
  });
  // A process that is killed ends in the middle.
  stream.on('error', () => undefined);
}
