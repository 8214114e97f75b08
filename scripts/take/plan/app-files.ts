import { reach } from '#take/source/reach.ts';
import type { Manifest, Repository } from '#take/source/repository.ts';
import type { createResolver } from '#take/source/resolve-specifier.ts';

/** What of an app is taken, and what of it is left out with its features. */
export type AppFiles = Readonly<{ taken: readonly string[]; gone: ReadonlySet<string> }>;

type App = Readonly<{
  repository: Repository;
  resolve: ReturnType<typeof createResolver>;
  name: string;
  /** Folders of features that are left out. */
  leftOut: readonly string[];
  /** What a file says once the features are out. */
  readCut: (path: string) => string;
}>;

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);

/** Finds the files of an app without some features: what nothing else leads to goes with them, tests too. */
export function appFiles({ repository, resolve, name, leftOut, readCut }: App): AppFiles {
  const folder = `apps/${name}/`;
  const all = [...repository.files].filter((path) => path.startsWith(folder));
  const isOut = (path: string): boolean => leftOut.some((one) => path.startsWith(`${folder}src/features/${one}/`));
  const isElsewhere = (path: string): boolean => !path.startsWith(folder);
  const whole = { read: repository.read, resolve };
  const cut = { read: readCut, resolve };

  const commands = Object.values(readManifest(repository, folder).scripts ?? {})
    .join(' ')
    .split(/\s+/);
  const roots = all.filter((path) => isRoot(path.slice(folder.length)) || commands.includes(path.slice(folder.length)));
  const before = reach(roots, whole, isElsewhere).files;
  const after = reach(
    roots.filter((path) => !isOut(path)),
    cut,
    isElsewhere,
  ).files;
  const gone = new Set(all.filter((path) => isOut(path) || (before.has(path) && !after.has(path))));

  const tests = all.filter((path) => isTest(path));
  const kept = tests.filter(
    (path) => !isOut(path) && ![...reach([path], cut, isElsewhere).files].some((one) => gone.has(one)),
  );
  const ofTests = reach(tests, whole, isElsewhere).files;
  const ofKept = reach(kept, cut, isElsewhere).files;
  for (const path of ofTests) {
    if (!ofKept.has(path) && !after.has(path)) {
      gone.add(path);
    }
  }
  return { taken: all.filter((path) => !gone.has(path)), gone };
}

/** What runs without being imported: the app, its settings for tools, and each feature's settings. */
export function isRoot(path: string): boolean {
  return /^(?:src\/main\.tsx?|[\w.-]+\.config\.ts|src\/features\/[^/]+\/settings\.ts)$/.test(path);
}

function readManifest({ read }: Repository, folder: string): Manifest {
  return JSON.parse(read(`${folder}package.json`)) as Manifest;
}
