import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cancel, confirm, isCancel } from '@clack/prompts';
import { chosenFeatures } from './check-wish.ts';
import { type Change, changesFor } from './plan/changes.ts';
import { planStarter } from './plan/plan-starter.ts';
import type { Repository } from './source/repository.ts';
import { readStarter } from './source/starter.ts';
import { TakeError } from './take-error.ts';
import { makeLockfile } from './write/make-lockfile.ts';
import { mergeText } from './write/merge-text.ts';
import { type Double, packDoubles } from './write/pack-doubles.ts';
import { hashOf, readRecord, writeRecord } from './write/starter-record.ts';
import { writePlan } from './write/write-plan.ts';

type How = Readonly<{
  /** Whether somebody can be asked. */
  isTerminal: boolean;
  /** Whether the plan is agreed to beforehand; a file that was changed by hand is asked about all the same. */
  isAgreed: boolean;
  /** Packed already: packing takes seconds. */
  doubles?: Readonly<Record<string, Double>>;
}>;

/**
 * Adds features to a folder that was taken, after showing what would change. It commits nothing.
 *
 * @returns the exit code.
 * @throws TakeError when files to change were changed by hand and nobody can be asked; then nothing was written.
 */
export async function addFeatures(
  repository: Repository,
  folder: string,
  wished: readonly string[],
  how: How,
): Promise<number> {
  const record = readRecord(folder);
  if (!record) {
    throw new TakeError('not_a_starter', `${folder} has no .starter.json: it was not made with "npm run take".`);
  }
  const { starter: app, name } = record;
  const features = chosenFeatures(readStarter(repository, app), [...record.features, ...wished]);
  const doubles = how.doubles ?? packDoubles(repository);
  const before = await planStarter(repository, { app, name, features: record.features, doubles });
  const after = await planStarter(repository, { app, name, features, doubles });
  const changes = changesFor({ folder, record, before, after });
  console.log(changes.length > 0 ? changes.map(describe).join('\n') : 'Nothing to add.');
  const byHand = changes.filter(({ isByHand }) => isByHand);
  if (!how.isTerminal && byHand.length > 0) {
    const names = byHand.map(({ place }) => place).join(', ');
    throw new TakeError(
      'changed_by_hand',
      `Changed by hand: ${names}. Run this in a terminal, where you are asked about each. Nothing was written.`,
    );
  }
  if (changes.length === 0 || !(how.isAgreed || !how.isTerminal || (await isYes('Make these changes?')))) {
    return changes.length === 0 ? 0 : 1;
  }
  const written = await agreedTexts(changes, before);
  writePlan(folder, written);
  const known = JSON.parse(repository.read('package-lock.json')) as Lockfile;
  const own = existsSync(join(folder, 'package-lock.json'))
    ? (JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as Lockfile)
    : known;
  makeLockfile(folder, JSON.stringify({ ...known, packages: { ...known.packages, ...own.packages } }));
  const files = Object.fromEntries([...written].map(([place, content]) => [place, hashOf(content)]));
  writeRecord(folder, { ...record, features, files: { ...record.files, ...files } });
  console.log(
    `\nAdded ${features.filter((one) => !record.features.includes(one)).join(', ')}. Look at it with "git diff", then run: npm test`,
  );
  return 0;
}

type Lockfile = Readonly<{ packages: Readonly<Record<string, object>> }>;

/** What is written: of a file that was changed by hand, both changes, if whoever is asked wants that. */
async function agreedTexts(
  changes: readonly Change[],
  before: ReadonlyMap<string, string | Buffer>,
): Promise<Map<string, string | Buffer>> {
  const written = new Map<string, string | Buffer>();
  for (const { place, content, isByHand, present } of changes) {
    if (!isByHand || present === undefined) {
      written.set(place, content);
    } else if (await isYes(`${place} was changed by hand. Add the feature's changes to yours?`)) {
      const merged = mergeText(String(before.get(place) ?? ''), present.toString(), content.toString());
      if (merged === undefined) {
        console.log(`  ${place}: both changed the same lines. It stays as it is: add what the feature needs by hand.`);
      } else {
        written.set(place, merged);
      }
    }
  }
  return written;
}

function describe({ place, isNew, isByHand }: Change): string {
  return `  ${isNew ? '+' : '~'} ${place}${isByHand ? '   (changed by hand)' : ''}`;
}

async function isYes(message: string): Promise<boolean> {
  const answer = await confirm({ message });
  if (isCancel(answer)) {
    cancel('Nothing more was changed.');
    return false;
  }
  return answer;
}
