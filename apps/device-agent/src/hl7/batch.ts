import { Hl7Error } from './hl7-error.ts';

/** A file or batch of messages in one frame (HL7 v2.5.1 §2.10.3): FHS, BHS, messages, BTS, FTS. */
export type Batch = Readonly<{ header: string; messages: readonly Uint8Array[] }>;

/**
 * Cuts a batch into its messages; `undefined` when the frame is none. A batch that says how many messages it holds and
 * holds another number is refused as a whole: a part of it is missing.
 */
export function readBatch(body: Uint8Array): Batch | undefined {
  const text = Buffer.from(body).toString('latin1');
  if (!/^[FB]HS[^\w\s]{5}/.test(text)) {
    return undefined;
  }
  const lines = text.split(text.includes('\r') ? /\r\n*/ : '\n').filter((line) => line.trim() !== '');
  const separator = text.charAt(3);
  const messages: string[][] = [];
  for (const line of lines.filter((line) => !/^[FB][HT]S(?!\w)/.test(line))) {
    if (line.startsWith('MSH')) {
      messages.push([]);
    }
    const current = messages.at(-1);
    if (!current) {
      throw new Hl7Error('AE', 100, 'A batch holds messages, and each begins with MSH', { segment: 'BHS' });
    }
    current.push(line);
  }
  assertComplete(lines, messages.length, separator);
  return {
    header: lines.find((line) => line.startsWith('BHS')) ?? lines[0] ?? '',
    messages: messages.map((segments) => Buffer.from(segments.map((line) => `${line}\r`).join(''), 'latin1')),
  };
}

function assertComplete(lines: readonly string[], found: number, separator: string): void {
  const counts = lines.filter((line) => line.startsWith('BTS')).map((line) => line.split(separator)[1] ?? '');
  const isCounted = counts.length > 0 && counts.every((count) => /^\d+$/.test(count));
  const promised = counts.reduce((sum, count) => sum + Number(count), 0);
  if (found === 0 || (isCounted && promised !== found)) {
    throw new Hl7Error('AE', 100, `The batch says that it holds ${promised} messages and holds ${found}`, {
      segment: 'BTS',
      field: 1,
    });
  }
}

/** Puts the acknowledgments of a batch into a batch of their own; its BHS-12 names the batch that is answered. */
export function buildBatch(header: string, answers: readonly Uint8Array[], stamp: string): Uint8Array {
  const separator = header.charAt(3);
  const [, marks, application, facility, receiver, receiverFacility] = header.split(separator);
  const id = header.split(separator)[10] ?? '';
  const first = ['BHS', marks, receiver, receiverFacility, application, facility, stamp, '', '', '', '', id];
  const last = ['BTS', String(answers.length)];
  const line = (fields: readonly (string | undefined)[]): Buffer =>
    Buffer.from(`${fields.map((field) => field ?? '').join(separator)}\r`, 'latin1');
  return Buffer.concat([line(first), ...answers, line(last)]);
}
