import { withoutPreamble } from './hl7-lines.ts';

/**
 * A file may hold several messages, or a batch of them, and an editor may have turned the CRs between segments into line
 * feeds. In a file with CRs a line feed alone is text.
 */
export function splitMessages(content: Buffer): readonly Buffer[] {
  const text = Buffer.from(withoutPreamble(content)).toString('latin1');
  const segments = text.includes('\r') ? text.replaceAll('\r\n', '\r') : text.replaceAll('\n', '\r');
  const isBatch = /^[FB]HS/.test(segments);
  const messages = isBatch ? [segments] : segments.split(/(?<=\r)(?=MSH)/);
  return messages.map((message) => Buffer.from(message, 'latin1'));
}
