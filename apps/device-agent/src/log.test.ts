import { expect, test } from 'vitest';
import { createLog } from './log.ts';

function capture() {
  const lines: string[] = [];
  const redact = (text: string): string => text.replaceAll('s3cret', '[redacted]');
  return { lines, log: createLog({ write: (line) => lines.push(line), redact, now: () => 0 }) };
}

test('log, given an event, writes one line of time, level, message and fields', () => {
  const { lines, log } = capture();

  log.info('message sent', { controlId: 'M1', results: 3, at: undefined });

  expect(lines).toEqual(['1970-01-01T00:00:00.000Z info message sent controlId=M1 results=3\n']);
});

test('log, given a control id that tries to forge a line, keeps it on its own', () => {
  const { lines, log } = capture();

  log.warn('message refused', { controlId: 'M1\n1970 error forged' });

  expect(lines).toEqual([
    String.raw`1970-01-01T00:00:00.000Z warn message refused controlId="M1\n1970 error forged"` + '\n',
  ]);
});

test('[F13] log, given a secret in a field, masks it', () => {
  const { lines, log } = capture();

  log.error('sending waits', { problem: 'bad s3cret' });

  expect(lines.join('')).not.toContain('s3cret');
});

test('[L9] log, given text that a terminal would obey, shows its numbers', () => {
  const { lines, log } = capture();

  log.warn('message refused', { controlId: 'a\u001b[2J\u009b\u202e\u2028b' });

  expect(lines.join('')).toContain(String.raw`controlId="a\u001b[2J\u{9b}\u{202e}\u{2028}b"`);
});

test('[L4] log, given a control id of a megabyte, cuts it', () => {
  const { lines, log } = capture();

  log.warn('message refused', { controlId: 'x'.repeat(1_000_000) });

  expect(lines.join('').length).toBeLessThan(400);
});

test('[F13] log, given a secret that is changed by quoting, masks it', () => {
  const lines: string[] = [];
  const redact = (text: string): string => text.replaceAll('s3"cret', '[redacted]');
  const log = createLog({ write: (line) => lines.push(line), redact, now: () => 0 });

  log.error('sending waits', { problem: 'bad s3"cret' });

  expect(lines.join('')).toContain('problem="bad [redacted]"');
});
