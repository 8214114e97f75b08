import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { editText } from './edit-text.ts';
import type { Lab } from './lab.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The two texts of a lab's file: the app's own, and the problem that is made from it. */
export type LabTexts = Readonly<{ solution: string; problem: string }>;

/** Reads the app's file as it is now. @throws Error when the lab's edits no longer fit it. */
export function readLabTexts({ number, file, edits }: Lab): LabTexts {
  const solution = readFileSync(join(root, file), 'utf8');
  return { solution, problem: editText(solution, edits, `Lab ${number}, ${file}`) };
}
