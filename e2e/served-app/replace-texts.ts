/**
 * Makes a function that replaces exact texts, all in one pass and the longest first, so that what was replaced is not
 * replaced again. A text that ends in a digit is not found inside a longer number: port 8103 is not port 81030.
 */
export function replaceTexts(replacements: Readonly<Record<string, string>>): (text: string) => string {
  const texts = Object.keys(replacements).sort((one, other) => other.length - one.length);
  if (texts.length === 0) {
    return (text) => text;
  }
  const anyText = new RegExp(texts.map(pattern).join('|'), 'g');
  return (text) => text.replace(anyText, (found) => replacements[found] ?? found);
}

function pattern(text: string): string {
  const escaped = text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  return /\d$/.test(text) ? String.raw`${escaped}(?!\d)` : escaped;
}
