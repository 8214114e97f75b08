import { readFileSync } from 'node:fs';
import { folderName, type Lab } from './lab.ts';

/** What is said to a learner about a lab, in Markdown. */
export type LabGuide = Readonly<{
  /** What happened, in a minute. */
  story: string;
  /** What to watch while it runs. */
  lookAt: string;
  /** From a nudge to nearly the answer. */
  hints: readonly string[];
  /** Why the solution is the solution. */
  reason: string;
  /** Two, for the room. */
  questions: readonly string[];
}>;

/** Reads `lab.md` in the lab's folder. @throws Error that names what is missing. */
export function readLabGuide(lab: Lab): LabGuide {
  const text = readFileSync(new URL(`../exercises/${folderName(lab)}/lab.md`, import.meta.url), 'utf8');
  const sections = new Map(
    text
      .split(/^## /m)
      .slice(1)
      .map((part) => {
        const [heading = '', ...lines] = part.split('\n');
        return [heading.trim(), lines.join('\n').trim()] as const;
      }),
  );
  const section = (heading: string): string => {
    const found = sections.get(heading);
    if (!found) {
      throw new Error(`exercises/${folderName(lab)}/lab.md has no section "${heading}".`);
    }
    return found;
  };
  return {
    story: section('Story'),
    lookAt: section('Look at'),
    hints: itemsOf(section('Hints')),
    reason: section('Solution'),
    questions: itemsOf(section('Questions')),
  };
}

/** The items of a numbered list, each of one paragraph. */
function itemsOf(list: string): readonly string[] {
  return list.split(/^\d+\. /m).flatMap((item) => item.replaceAll(/\s+/g, ' ').trim() || []);
}
