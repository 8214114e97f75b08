import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

type Write = Readonly<{ at: number; bytes: Buffer }> | Readonly<{ length: number }>;
type TracedFile = { durable: Buffer; pending: Write[] };

const calls = 'trace=pwrite64,fsync,fdatasync,ftruncate,unlink';
/** What strace is told, so that `replayTrace` understands it. */
export const traced = ['-f', '-y', '--seccomp-bpf', '-qq', '-xx', '-s', '1000000', '-e', 'signal=none', '-e', calls];

const line =
  /^\d+ +(pwrite64|fsync|fdatasync|ftruncate|unlink)\((?:\d+<([^>]*)>|"([^"]*)")(?:, (?:"([^"]*)", \d+, (\d+)|(\d+)))?\) += (\d+)/;

/**
 * Makes the folder that a power cut would have left: each file as it was when it was last synced, and of what was written
 * afterwards, in any order, only what `survives` says.
 */
export function replayTrace(trace: string, folder: string, survives: () => boolean): void {
  const files = new Map<string, TracedFile>();
  for (const text of trace.split('\n')) {
    const [, call = '', handle, path = '', hex = '', at, length] = line.exec(text) ?? [];
    const name = basename(fromHex(handle ?? path).toString());
    // The shared memory is made anew from the log.
    if (name.startsWith('queue.sqlite') && !name.endsWith('-shm') && !name.endsWith('.lock')) {
      apply(files, name, { call, hex, at: Number(at), length: Number(length) });
    }
  }
  mkdirSync(folder, { mode: 0o700 });
  for (const [name, { durable, pending }] of files) {
    const bytes = pending.filter(survives).reduce(written, durable);
    writeFileSync(join(folder, name), bytes, { mode: 0o600 });
  }
}

type Call = Readonly<{ call: string; hex: string; at: number; length: number }>;

function apply(files: Map<string, TracedFile>, name: string, { call, hex, at, length }: Call): void {
  const file = files.get(name) ?? { durable: Buffer.alloc(0), pending: [] };
  files.set(name, file);
  if (call === 'unlink') {
    files.delete(name);
  } else if (call === 'pwrite64') {
    file.pending.push({ at, bytes: fromHex(hex) });
  } else if (call === 'ftruncate') {
    file.pending.push({ length });
  } else {
    file.durable = file.pending.reduce(written, file.durable);
    file.pending = [];
  }
}

function written(file: Buffer, write: Write): Buffer {
  if ('length' in write) {
    return Buffer.concat([file.subarray(0, write.length), Buffer.alloc(Math.max(0, write.length - file.length))]);
  }
  const { at, bytes } = write;
  const longer =
    at + bytes.length > file.length ? Buffer.concat([file, Buffer.alloc(at + bytes.length - file.length)]) : file;
  bytes.copy(longer, at);
  return longer;
}

function fromHex(text: string): Buffer {
  return Buffer.from(text.replaceAll(String.raw`\x`, ''), 'hex');
}
