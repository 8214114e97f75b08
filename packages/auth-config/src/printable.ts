/**
 * Control characters (C0 and C1), format characters (such as the bidirectional marks), separators of lines and
 * paragraphs, and halves of surrogate pairs.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Makes text fit for one line of a log or a terminal: a character that could move the cursor, end the line or turn the
 * writing round becomes `\u{…}` with its number.
 */
export function printable(text: string): string {
  return text.replaceAll(unprintable, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`);
}
