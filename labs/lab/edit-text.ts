import type { Edit } from './lab.ts';

/**
 * Makes the problem of a lab from the app's own text.
 *
 * @param where - The file and the lab, for the error.
 * @throws Error when a piece is not in the text exactly once: the app has changed, and the lab has to follow.
 */
export function editText(text: string, edits: readonly Edit[], where: string): string {
  return edits.reduce((source, { replace, by }) => {
    const [before, after, ...more] = source.split(replace);
    if (before === undefined || after === undefined || more.length > 0) {
      const times = source.split(replace).length - 1;
      throw new Error(`${where}: "${replace.trim()}" is there ${times} times, not once. Adapt the lab's edits.`);
    }
    return before + by + after;
  }, text);
}
