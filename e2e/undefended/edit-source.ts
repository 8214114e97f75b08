/** Takes one defence out of a source file of spa-client. */
export type SourceEdit = Readonly<{
  /** The attack that has to succeed then, and what is missing. */
  defence: string;
  /** Path below the app's folder. */
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
    throw new Error(`The defence "${defence}" is ${times} times in ${file}, not once: adapt source-edits.ts.`);
  }
  return before + by + after;
}
