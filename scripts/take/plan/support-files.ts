import { posix } from 'node:path';
import { pruneBarrel } from '#take/cut/prune-barrel.ts';
import { isModule } from '#take/fit/place.ts';
import { reach } from '#take/source/reach.ts';
import type { Repository } from '#take/source/repository.ts';
import type { Cut } from './cut-app.ts';

/** What the app's modules and tests need of the rest of this repository, and the packages of the registry. */
export type SupportFiles = Readonly<{
  files: ReadonlySet<string>;
  packages: ReadonlySet<string>;
  read: (path: string) => string;
}>;

const own = ['start', 'test', 'e2e', 'playwright-config', 'house-part', 'story'].map(
  (name) => `scripts/take/own/${name}.ts`,
);
/** What of these stands for another module there. */
const replaced = new Set(['e2e/house/house-part.ts', 'e2e/story/story.ts']);
const barrels = new Set(['packages/auth-config/src/index.ts', 'packages/demo-project/src/index.ts']);
const identityProvider = 'packages/mock-idp/src/index.ts';

/** Begins at what is run: the commands of an app of its own, its specs, and what Playwright runs before them. */
export function supportFiles(repository: Repository, cut: Cut): SupportFiles {
  const { app, taken, resolve } = cut;
  const commands = [...own, 'scripts/run.mjs', 'scripts/provision/main.ts', 'e2e/house/global-setup.ts'];
  const roots = [...taken.filter(isModule), ...commands, ...takenSpecs(repository, cut)];
  const stop = (path: string): boolean =>
    path.startsWith('packages/mock-') || replaced.has(path) || isOfOther(path, app);

  const used = reach(roots, cut, (path) => stop(path) || barrels.has(path)).names;
  const read = (path: string): string =>
    barrels.has(path) ? pruneBarrel(path, cut.read(path), used.get(path) ?? new Set()) : cut.read(path);
  const reached = reach(roots, { read, resolve }, stop);
  const tests = testsOf(reached.files, repository);
  return { files: new Set([...reached.files, ...tests]), packages: reached.packages, read };
}

/** The app's specs, and those that look at what the others left, unless they need what is left out. */
function takenSpecs(
  { files, read: readWhole }: Repository,
  { app, leftOut, isCore, hasIdp, read, resolve }: Cut,
): readonly string[] {
  const folder = `e2e/specs/${app}/`;
  const specs = [...files].filter(
    (path) => path.endsWith('.spec.ts') && (path.startsWith(folder) || path.startsWith('e2e/specs/canary')),
  );
  const isOut = (path: string): boolean => leftOut.some((one) => path.startsWith(`${folder}${one}/`));
  return specs.filter((spec) => {
    // The build without features is here beside the whole app; there, it is the app or it is not there.
    const isOfCore = readWhole(spec).includes('withoutFeatures');
    if (isOut(spec) || (isOfCore && !isCore)) {
      return false;
    }
    const needed = reach([spec], { read, resolve }, (path) => path.startsWith('packages/'));
    return ![...needed.files].some(isOut) && (hasIdp || !needed.names.has(identityProvider));
  });
}

function isOfOther(path: string, app: string): boolean {
  return path.startsWith('apps/') && !path.startsWith(`apps/${app}/`);
}

/** Tests that stand beside the modules of the settings, where all that they test is taken. */
function testsOf(taken: ReadonlySet<string>, { files, read }: Repository): readonly string[] {
  const tests = [...files].filter((path) => /^packages\/auth-config\/src\/.*\.test\.ts$/.test(path));
  return tests.filter((path) => {
    const subjects = [...read(path).matchAll(/from '\.\/([\w.-]+)'/g)];
    return subjects.every(([, name = '']) => taken.has(posix.join(posix.dirname(path), name)));
  });
}
