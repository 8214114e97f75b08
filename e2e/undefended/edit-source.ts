/** Takes one defence out of a source file. */
export type SourceEdit = Readonly<{
  /** The attack that has to succeed then, and what is missing. */
  defence: string;
  /** Path below spa-client's folder, or below the root for a server of the house. */
  file: string;
  /** Text of the file, once in it. */
  replace: string;
  by: string;
}>;

/**
 * Applies an edit.
 *
 * @throws Error with the defence's name when its text is not in the source exactly once.
 */
export function editSource(source: string, { defence, file, replace, by }: SourceEdit): string {
  const [before, after, ...more] = source.split(replace);
  if (before === undefined || after === undefined || more.length > 0) {
    const times = source.split(replace).length - 1;
    throw new Error(`The defence "${defence}" is ${times} times in ${file}, not once: adapt the edit.`);
  }
  return before + by + after;
}
