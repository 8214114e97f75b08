import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { agreeOnChanges, askInTerminal } from './agree-on-changes.ts';
import { chosenFeatures } from './check-wish.ts';
import { type Change, changesFor } from './plan/changes.ts';
import { type Plan, planStarter } from './plan/plan-starter.ts';
import type { Repository } from './source/repository.ts';
import { readStarter } from './source/starter.ts';
import { TakeError } from './take-error.ts';
import { makeLockfile } from './write/make-lockfile.ts';
import { type Double, packDoubles } from './write/pack-doubles.ts';
import { hashOf, readRecord, type StarterRecord, writeRecord } from './write/starter-record.ts';
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
  const isThere = `Nothing to add: ${folder} has ${wished.join(', ')}.`;
  console.log(changes.length > 0 ? changes.map(describe).join('\n') : isThere);
  const byHand = changes.filter(({ isByHand }) => isByHand);
  if (!how.isTerminal && byHand.length > 0) {
    const names = byHand.map(({ place }) => place).join(', ');
    throw new TakeError(
      'changed_by_hand',
      `Changed by hand: ${names}. Run this in a terminal, where you are asked about each. Nothing was written.`,
    );
  }
  if (changes.length === 0) {
    return 0;
  }
  const isAgreed = how.isAgreed || !how.isTerminal || (await askInTerminal('Make these changes?')) === true;
  const agreed = isAgreed ? await agreeOnChanges(changes, before) : undefined;
  if (!agreed) {
    console.log('Nothing was changed.');
    return 1;
  }
  write(repository, folder, { ...record, features }, agreed.written);
  const added = features.filter((one) => !record.features.includes(one)).join(', ');
  console.log(`\nAdded ${added}. Look at it with "git diff", then run: npm test`);
  for (const { place, lines } of agreed.left) {
    console.log([`\n${place} stays as it is. By hand, it needs:`, ...lines.map((line) => `  ${line}`)].join('\n'));
  }
  return 0;
}

/** Versions that the folder has stay; those of new packages are this repository's. */
function write(repository: Repository, folder: string, record: StarterRecord, written: Plan): void {
  writePlan(folder, written);
  const known = JSON.parse(repository.read('package-lock.json')) as Lockfile;
  const own = existsSync(join(folder, 'package-lock.json'))
    ? (JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as Lockfile)
    : known;
  makeLockfile(folder, JSON.stringify({ ...known, packages: { ...known.packages, ...own.packages } }));
  const files = Object.fromEntries([...written].map(([place, content]) => [place, hashOf(content)]));
  writeRecord(folder, { ...record, files: { ...record.files, ...files } });
}

type Lockfile = Readonly<{ packages: Readonly<Record<string, object>> }>;

function describe({ place, isNew, isByHand }: Change): string {
  return `  ${isNew ? '+' : '~'} ${place}${isByHand ? '   (changed by hand)' : ''}`;
}
