/** Marks that turn the writing round, and controls other than the tab and the ends of lines. */
const misleading = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;
const harmless = new Set(['\t', '\n', '\r']);

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Makes text fit for a page: markup stays text, and a character that would show a name or a line of the access log
 * other than it is stored is shown by its number.
 */
export function escapeText(value: unknown): string {
  return String(value)
    .replaceAll(misleading, (mark) => (harmless.has(mark) ? mark : `\\u{${mark.codePointAt(0)?.toString(16) ?? ''}}`))
    .replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
