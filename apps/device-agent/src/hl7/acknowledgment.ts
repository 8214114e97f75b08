import { hl7ErrorName, type Hl7Error } from './hl7-error.ts';
import { headerLine } from './hl7-lines.ts';

type AcknowledgmentOptions = Readonly<{
  /** The message that is answered, as it arrived. */
  body: Uint8Array;
  /** Absent when the message is accepted. */
  error?: Hl7Error;
  /** A word for MSA-3 of an accepted message. */
  text?: string;
  /** Default is application acknowledgment: AA, AE, AR. In the enhanced mode (HL7 v2.5.1 §2.9.3) there is CA, CE, CR, too. */
  kind?: 'application' | 'commit';
  now: Date;
  controlId: string;
}>;

/**
 * Writes the answer to a message: AA, or AE / AR with an ERR segment.
 *
 * It speaks the sender's separators and echoes its names and control id byte for byte (hence latin1, which maps every
 * byte to itself), so even a message that could not be decoded gets an answer that its sender recognises.
 */
export function buildAcknowledgment({
  body,
  error,
  text = '',
  kind = 'application',
  now,
  controlId,
}: AcknowledgmentOptions): Uint8Array {
  const first = headerLine(body);
  // A message with something before its header is refused, and its sender has to know which it was.
  const line = first.startsWith('MSH') ? first : (/MSH[^\w\s]{5}[^\r\n]*/.exec(latin1(body))?.[0] ?? '');
  const header = /^MSH[^\w\s]{5}/.test(line) ? line : String.raw`MSH|^~\&|`;
  const separator = header.charAt(3);
  const [repeat, caret] = [header.charAt(5), header.charAt(4)];
  const [, marks, application, facility, receiver, receiverFacility, , , type = '', id] = header.split(separator);
  const event = type.split(caret)[1];
  const answerType = ['ACK', ...(event ? [event, 'ACK'] : [])].join(caret);
  const version = header.split(separator)[11]?.split(caret, 1)[0] || '2.5.1';
  const charset = header.split(separator)[17]?.split(repeat, 1)[0] ?? '';
  // AA, AE, AR, or CA, CE, CR
  const verdict = (kind === 'commit' ? 'C' : 'A') + (error?.acknowledgment ?? 'AA').charAt(1);
  const segments = [
    [
      'MSH',
      marks,
      receiver,
      receiverFacility,
      application,
      facility,
      stamp(now),
      '',
      answerType,
      controlId,
      'P',
      version,
    ].concat(charset ? ['', '', '', '', '', charset] : []),
    ['MSA', verdict, id, error ? plain(error.message, header) : text],
    ...(error ? [errorSegment(error, header)] : []),
  ];
  const lines = segments.map((fields) => `${fields.map((field) => field ?? '').join(separator)}\r`);
  return Buffer.from(lines.join(''), 'latin1');
}

/** ERR of HL7 v2.5.1 §2.15.5: where, which code of table 0357, how severe, and words for a person. */
function errorSegment(error: Hl7Error, header: string): string[] {
  const caret = header.charAt(4);
  const { segment, sequence = 1, field } = error.location ?? {};
  const location = segment ? [segment, sequence, ...(field === undefined ? [] : [field])].join(caret) : '';
  const code = [error.code, hl7ErrorName(error.code), 'HL70357'].join(caret);
  return ['ERR', '', location, code, 'E', '', '', '', plain(error.message, header)];
}

const latin1 = (body: Uint8Array): string => Buffer.from(body).toString('latin1');

function plain(text: string, header: string): string {
  const separators = new Set(header.slice(3, 8));
  return [...text].filter((letter) => !separators.has(letter)).join('');
}

/** A time as HL7 writes it. */
export function stamp(now: Date): string {
  return `${now.toISOString().slice(0, 19).replaceAll(/\D/g, '')}+0000`;
}
