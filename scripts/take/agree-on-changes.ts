import { confirm, isCancel } from '@clack/prompts';
import type { Change } from './plan/changes.ts';
import type { Plan } from './plan/plan-starter.ts';
import { mergeText } from './write/merge-text.ts';

/** What is to be written, and which files stay as somebody made them, each with the lines that it lacks. */
export type Agreed = Readonly<{
  written: Plan;
  left: readonly Readonly<{ place: string; lines: readonly string[] }>[];
}>;

/** Asks somebody in the terminal a question. Undefined is an answer too: whoever was asked gave up. */
export async function askInTerminal(message: string): Promise<boolean | undefined> {
  const answer = await confirm({ message });
  return isCancel(answer) ? undefined : answer;
}

/**
 * Asks about each file that was changed by hand whether it may have both changes. Nothing is written meanwhile.
 *
 * @param before - What the files were without the feature.
 * @returns undefined when whoever was asked gave up.
 */
export async function agreeOnChanges(
  changes: readonly Change[],
  before: Plan,
  ask = askInTerminal,
): Promise<Agreed | undefined> {
  const written = new Map<string, string | Buffer>();
  const left = [];
  for (const { place, content, isByHand, present } of changes) {
    if (!isByHand || present === undefined) {
      written.set(place, content);
      continue;
    }
    const answer = await ask(`${place} was changed by hand. Add the feature's changes to yours?`);
    if (answer === undefined) {
      return undefined;
    }
    const known = String(before.get(place) ?? '');
    const merged = answer ? mergeText(known, present.toString(), content.toString()) : undefined;
    if (merged === undefined) {
      left.push({ place, lines: newLines(known, content.toString()) });
    } else {
      written.set(place, merged);
    }
  }
  return { written, left };
}

function newLines(before: string, after: string): readonly string[] {
  const known = new Set(before.split('\n'));
  return after.split('\n').filter((line) => !known.has(line));
}
