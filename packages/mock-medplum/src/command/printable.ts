/**
 * Control characters (C0 and C1) but for the ends of lines, format characters such as the bidirectional marks,
 * separators of lines and paragraphs, and halves of surrogate pairs.
 */
const unprintable = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Makes text fit for a terminal: a character that could move the cursor or turn the writing round is written as JSON
 * escapes it, so that JSON stays JSON. Lines stay lines.
 */
export function printable(text: string): string {
  return text.replaceAll(unprintable, escaped);
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_none, at) => {
    const unit = character.charCodeAt(at).toString(16);
    return `\\u${unit.padStart(4, '0')}`;
  }).join('');
}
