import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, type StarterRecord } from '#take/write/starter-record.ts';
import type { Plan } from './plan-starter.ts';

/** One file that a further feature brings or changes. */
export type Change = Readonly<{
  place: string;
  content: string | Buffer;
  isNew: boolean;
  /** True when the file is not as it was written, nor as it is to be. */
  isByHand: boolean;
  /** What is there now. */
  present: Buffer | undefined;
}>;

/** Compares a starter without and with a feature; only where these differ is a file of the folder looked at. */
export function changesFor({
  folder,
  record,
  before,
  after,
}: Readonly<{ folder: string; record: StarterRecord; before: Plan; after: Plan }>): readonly Change[] {
  const different = [...after].filter(([place, content]) => !isSame(before.get(place), content));
  return different.flatMap(([place, content]) => {
    const present = existsSync(join(folder, place)) ? readFileSync(join(folder, place)) : undefined;
    if (isSame(present, content)) {
      return [];
    }
    const isNew = !before.has(place);
    const isAsWritten = present !== undefined && record.files[place] === hashOf(present);
    // A file that somebody deleted, or put where the feature's is to be, is theirs.
    const isByHand = present === undefined ? !isNew : !isAsWritten;
    return [{ place, content, isNew, isByHand, present }];
  });
}

function isSame(one: string | Buffer | undefined, other: string | Buffer): boolean {
  return one !== undefined && hashOf(one) === hashOf(other);
}
