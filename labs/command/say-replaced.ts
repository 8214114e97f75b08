import type { Context } from './context.ts';

/** Says what became of the learner's own text when another was written in its place. */
export function sayReplaced(what: string, file: string, saved: string | undefined, say: Context['say']): void {
  if (saved === undefined) {
    say(`${file} is ${what} already.`);
  } else {
    say(`${file} is ${what} now.\nYour own text is kept in ${saved}`);
  }
}
