import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '#take/check/cases.ts';
import type { Repository } from '#take/source/repository.ts';
import { takeStarter } from '#take/take-starter.ts';
import type { Double } from '#take/write/pack-doubles.ts';
import { linkPackages } from './link-packages.ts';
import { runIn } from './run-in.ts';

type Place = Readonly<{ parent: string; doubles: Readonly<Record<string, Double>> }>;

/**
 * Takes one case into a folder below `parent`, gives it the packages that are installed here, checks its types, that all in it
 * is used, and its unit tests: of a single feature, those in its folder. Needs no registry. What failed stays.
 *
 * @returns a line that says how it went, followed by what failed.
 */
export async function proveLinked(
  repository: Repository,
  { parent, doubles }: Place,
  { app, what, features }: Case,
): Promise<Readonly<{ isOk: boolean; line: string }>> {
  const target = join(parent, `${app}-${what}`);
  const name = `${app}, ${what}`;
  try {
    await takeStarter(repository, { app, target, name: `${app}-${what}`, features, doubles });
    linkPackages(repository.root, target);
    ['.', 'e2e', 'scripts'].forEach((project) => checkTypes(target, project));
    checkUse(target);
    const tests = runUnitTests(target, [features.includes(what) ? `src/features/${what}/` : 'src']);
    rmSync(target, { recursive: true });
    return { isOk: true, line: `ok     ${name}: types, all is used, ${tests} unit tests passed` };
  } catch (error) {
    return { isOk: false, line: `FAILED ${name}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Checks the types of one of a folder's projects. Several checkers in one process would work out the same types. */
export function checkTypes(folder: string, project: string): string {
  return runIn(folder, 'tsc', '-p', project, '--singleThreaded');
}

/** Looks for files, exports and dependencies that nobody in the folder needs. @throws Error that names them. */
export function checkUse(folder: string): string {
  return runIn(folder, 'knip', '--no-config-hints', '--config', join(import.meta.dirname, 'knip.json'));
}

/**
 * Runs the unit tests whose paths begin with one of these.
 *
 * @returns how many passed.
 * @throws Error when one failed, and when there is none.
 */
export function runUnitTests(folder: string, paths: readonly string[]): number {
  const said = runIn(folder, 'vitest', 'run', ...paths, '--reporter=dot');
  return Number(/Tests +(\d+) passed/.exec(said)?.[1] ?? 0);
}
