import type { Redactor } from '@auth-patterns/auth-config';

export type Log = (event: string, fields?: Readonly<Record<string, unknown>>) => void;

/** Controls, format characters (bidirectional marks are some) and separators of lines: JSON may hold them as they are. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * One JSON object a line, with everything that looks like a credential masked. What could steer a terminal is written
 * as `\uXXXX`, so the line shows what it holds and is JSON all the same.
 */
export function createLog(write: (line: string) => void, redact: Redactor, now: () => number): Log {
  return (event, fields) => {
    const line = redact(JSON.stringify({ time: new Date(now()).toISOString(), event, ...fields }));
    write(`${line.replaceAll(unprintable, escapeUnits)}\n`);
  };
}

function escapeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');
}
