import type { Redactor } from '@auth-patterns/auth-config';

export type Log = (event: string, fields?: Readonly<Record<string, unknown>>) => void;

/** One JSON object a line, with everything that looks like a credential masked. */
export function createLog(write: (line: string) => void, redact: Redactor, nowMs: () => number): Log {
  return (event, fields) => {
    write(`${redact(JSON.stringify({ time: new Date(nowMs()).toISOString(), event, ...fields }))}\n`);
  };
}
