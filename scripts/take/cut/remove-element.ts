import type { MagicString } from 'magic-string';
import type { Node } from '#take/source/parse-module.ts';

/** Removes one of several elements, with the comment above it and the comma behind it. */
export function removeElement(changed: MagicString, text: string, element: Node, elements: readonly Node[]): void {
  const index = elements.indexOf(element);
  const before = elements[index - 1];
  const start = withLeadingComment(text, element.start, before?.end ?? 0);
  const separator = /^\s*[,;|]/.exec(text.slice(element.end))?.[0] ?? '';
  const end = element.end + separator.length;
  // Of an element on lines of its own nothing stays, not even the end of the line.
  const isOwnLine = /(?:^|\n)[ \t]*$/.test(text.slice(0, start));
  const rest = isOwnLine ? (/^[ \t]*\n/.exec(text.slice(end))?.[0] ?? '') : '';
  changed.remove(start, end + rest.length);
}

/** Where the comments that stand above an element begin, on lines of their own. */
function withLeadingComment(text: string, start: number, earliest: number): number {
  const above = text.slice(earliest, start);
  const comment = /(?:^|\n)((?:[ \t]*(?:\/\/[^\n]*|\/\*(?:(?!\*\/)[\s\S])*\*\/)[ \t]*\n)+[ \t]*)$/.exec(above)?.[1];
  return start - (comment?.length ?? 0);
}
