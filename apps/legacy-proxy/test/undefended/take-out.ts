import { join } from 'node:path';
import { edits } from './edits.ts';

const source = join(import.meta.dirname, '..', '..', 'src');

/**
 * Takes defences out of the text of a source file.
 *
 * @param only - The one defence to take out; all when it is undefined.
 * @throws Error when the text of a defence is not in its file once.
 */
export function takeOut(path: string, text: string, only: string | undefined): string {
  return edits
    .filter(({ file, defence }) => join(source, file) === path && (only ?? defence) === defence)
    .reduce(edit, text);
}

function edit(text: string, { defence, file, replace, by }: (typeof edits)[number]): string {
  const parts = text.split(replace);
  if (parts.length !== 2) {
    throw new Error(`The defence "${defence}" is ${parts.length - 1} times in ${file}, not once: adapt edits.ts.`);
  }
  return parts.join(by);
}
