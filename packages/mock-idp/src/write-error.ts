import { printable } from './printable.ts';

/** Writes an error to standard error: its text may be a stranger's. */
export function writeError(error: unknown): void {
  const text = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${printable(`mock-idp: ${text}`)}\n`);
}
