import { accessSync, constants, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import validate from 'validate-npm-package-name';
import type { Starter } from './source/starter.ts';
import { TakeError } from './take-error.ts';

/**
 * Makes sure that a folder may be made: nothing is there yet, or an empty folder; it is outside of this repository; and this
 * user may write where it is to be.
 *
 * @throws TakeError that says what to do.
 */
export function checkTarget(target: string, root: string): void {
  const name = basename(target);
  const parent = realpathSync(nearest(dirname(resolve(target))));
  if (!relative(realpathSync(root), join(parent, name)).startsWith('..')) {
    throw new TakeError(
      'inside_repository',
      `${target} is inside of this repository. Name a folder beside it, such as ../${name}.`,
    );
  }
  if (isThere(target) && !isEmptyFolder(target)) {
    throw new TakeError('not_empty', `${target} is there already, and nothing is overwritten. Name a new folder.`);
  }
  if (!statSync(parent).isDirectory()) {
    throw new TakeError('not_writable', `${parent} is a file, and no folder can be made in it. Name another place.`);
  }
  try {
    accessSync(parent, constants.W_OK | constants.X_OK);
  } catch {
    throw new TakeError('not_writable', `You may not write in ${parent}. Name a place where you may.`);
  }
}

/** @throws TakeError with what npm objects to. */
export function checkName(name: string): void {
  const { validForNewPackages, errors = [], warnings = [] } = validate(name);
  if (!validForNewPackages) {
    throw new TakeError(
      'bad_name',
      `"${name}" is no name for a package: ${[...errors, ...warnings].join('; ')}. Give another one with --name.`,
    );
  }
}

/** Puts the named features into the order of the app's list; `all` is each that can be taken. */
export function chosenFeatures(starter: Starter, wished: readonly string[]): readonly string[] {
  const { features } = starter;
  const known = features.filter(({ needsOtherApp }) => !needsOtherApp).map(({ name }) => name);
  const together = features.find(({ name, needsOtherApp }) => needsOtherApp && wished.includes(name));
  if (together) {
    throw new TakeError(
      'unknown_feature',
      `${together.name} hands over to another app of this repository, and is not taken without it. Copy its folder by hand.`,
    );
  }
  const unknown = wished.filter((name) => name !== 'all' && !known.includes(name));
  if (unknown.length > 0) {
    const choice = known.length > 0 ? `It has: ${known.join(', ')}.` : 'It has none that can be left out.';
    throw new TakeError('unknown_feature', `${starter.name} has no feature ${unknown.join(', ')}. ${choice}`);
  }
  return known.filter((name) => wished.includes('all') || wished.includes(name));
}

function nearest(path: string): string {
  return isThere(path) ? path : nearest(dirname(path));
}

/** A link that leads nowhere is there, too. */
function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function isEmptyFolder(path: string): boolean {
  return lstatSync(path).isDirectory() && readdirSync(path).length === 0;
}
