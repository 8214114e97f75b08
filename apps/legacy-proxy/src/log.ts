import type { Redactor } from '@auth-patterns/auth-config';
import { pino } from 'pino';

export type Log = (event: string, fields?: Readonly<Record<string, unknown>>) => void;

/** Controls, format characters (bidirectional marks are some), halves of pairs and separators of lines: JSON may hold them as they are. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * One JSON object a line, with everything that looks like a credential masked. What could steer a terminal is written
 * as `\uXXXX`, so the line shows what it holds and is JSON all the same.
 */
export function createLog(write: (line: string) => void, redact: Redactor, now: () => number): Log {
  const logger = pino(
    {
      base: null,
      timestamp: () => `,"time":"${new Date(now()).toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
    },
    { write: (line: string) => write(`${redact(line.trimEnd()).replaceAll(unprintable, escapeUnits)}\n`) },
  );
  return (event, fields) => logger[event === 'failed' ? 'error' : 'info']({ event, ...fields });
}

function escapeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');
}
