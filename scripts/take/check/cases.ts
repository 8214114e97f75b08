import { chosenFeatures } from '#take/check-wish.ts';
import type { Repository } from '#take/source/repository.ts';
import { readStarter, starterNames } from '#take/source/starter.ts';

/** One way to take a starter: `core`, `whole`, or the name of its one feature. */
export type Case = Readonly<{ app: string; what: string; features: readonly string[] }>;

/**
 * The cases that some words ask for: names of starters, and of cases. Without a starter it is each of them, without a
 * case all of a starter's.
 *
 * @throws RangeError that names what no starter has.
 */
export function casesOf(repository: Repository, words: readonly string[]): readonly Case[] {
  const names = starterNames(repository);
  const apps = names.filter((name) => words.includes(name));
  const wished = words.filter((word) => !names.includes(word));
  const all = (apps.length > 0 ? apps : names).flatMap((app) => allOf(repository, app));
  const unknown = wished.filter((word) => !all.some(({ what }) => what === word));
  if (unknown.length > 0) {
    const known = [...new Set(all.map(({ what }) => what))].join(', ');
    throw new RangeError(`There is no starter and no case ${unknown.join(', ')}. There are: ${known}.`);
  }
  return all.filter(({ what }) => wished.length === 0 || wished.includes(what));
}

function allOf(repository: Repository, app: string): readonly Case[] {
  const features = chosenFeatures(readStarter(repository, app), ['all']);
  return [
    { app, what: 'core', features: [] },
    ...(features.length > 0 ? [{ app, what: 'whole', features }] : []),
    ...features.map((feature) => ({ app, what: feature, features: [feature] })),
  ];
}
