import { printable } from '@auth-patterns/auth-config';
import { shorten } from './one-line.ts';

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * One line an event: time, level, message, name=value. The message says what happened in words that never change;
 * fields hold numbers, codes and ids of messages, never anything about a patient.
 */
export type Log = Readonly<Record<'info' | 'warn' | 'error', (message: string, fields?: LogFields) => void>>;

type LogOptions = Readonly<{ write: (line: string) => void; redact: (text: string) => string; now: () => number }>;

export function createLog({ write, redact, now }: LogOptions): Log {
  const line =
    (level: string) =>
    (message: string, fields: LogFields = {}): void => {
      const pairs = Object.entries(fields).filter(([, value]) => value !== undefined);
      // A value is redacted before it is quoted, since quoting changes a secret that has a quote in it.
      const text = [message, ...pairs.map(([name, value]) => `${name}=${quote(redact(String(value)))}`)].join(' ');
      write(`${new Date(now()).toISOString()} ${level} ${printable(redact(text))}\n`);
    };
  return { info: line('info'), warn: line('warn'), error: line('error') };
}

/** Quotes what is not a plain word, so that a device's text can neither break a line nor forge one. */
function quote(value: string): string {
  const text = shorten(value);
  return /^[\w.:/@+-]+$/.test(text) ? text : JSON.stringify(text);
}
