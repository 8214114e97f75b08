import { printable } from '@auth-patterns/auth-config';

const maxLength = 300;

/**
 * Makes text of the outside (a device's, Medplum's) fit for a log, a terminal or a page: one line, nothing in it that a
 * terminal obeys, and not longer than somebody reads.
 */
export function oneLine(text: string): string {
  return printable(shorten(text));
}

export function shorten(text: string): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}
