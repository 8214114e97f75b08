/**
 * Control characters (C0 and C1) but for the ends of lines, format characters such as the bidirectional marks,
 * separators of lines and paragraphs, and halves of surrogate pairs.
 */
const unprintable = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Makes text fit for a terminal: what could move the cursor or turn the writing round becomes `\\u{…}` with its number. */
export function printable(text: string): string {
  return text.replaceAll(unprintable, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`);
}
