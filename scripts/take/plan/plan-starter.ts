import { basename } from 'node:path';
import { fitEnvExample } from '#take/fit/env-example.ts';
import { fitIds } from '#take/fit/ids.ts';
import { fitLintConfig } from '#take/fit/lint-config.ts';
import { fitManifest } from '#take/fit/manifest.ts';
import { isModule, placeOf, plainPaths } from '#take/fit/place.ts';
import { fitReadme } from '#take/fit/readme.ts';
import { rewriteModule } from '#take/fit/rewrite-module.ts';
import { fitTsconfigs } from '#take/fit/tsconfig.ts';
import { reach } from '#take/source/reach.ts';
import type { Repository } from '#take/source/repository.ts';
import { readStarter } from '#take/source/starter.ts';
import { type Cut, cutApp } from './cut-app.ts';
import { formatAll } from './format-all.ts';
import { type SupportFiles, supportFiles } from './support-files.ts';
import { withoutUnusedExports } from './without-unused-exports.ts';

/** What a folder of its own is to hold: each file's text or bytes by its path there. */
export type Plan = ReadonlyMap<string, string | Buffer>;

export type Choice = Readonly<{
  app: string;
  /** Name of the package. */
  name: string;
  features: readonly string[];
  /** Tarballs of the doubles, by package name. */
  doubles: Readonly<Record<string, Readonly<{ file: string; bytes: Buffer }>>>;
}>;

const fitted = new Set(['package.json', 'tsconfig.json', 'turbo.json', 'README.md', '.env.example']);
/** Builds from the root of the repository, so it stays there. */
const staysHere = 'deploy/Containerfile';
/** Samples to copy, and what git ignores: they name paths of this repository. */
const isText = /(?:^|\/)(?:deploy\/[\w.-]+|\.gitignore)$/;
const asTheyAre = [
  '.editorconfig',
  '.gitattributes',
  '.nvmrc',
  '.oxfmtrc.json',
  'LICENSE',
  'renovate.json',
  'tsconfig.base.json',
  'scripts/node/package.json',
  'scripts/node/package-lock.json',
];

/** Works out what a starter with some of its features is, without writing anything. */
export async function planStarter(repository: Repository, choice: Choice): Promise<Plan> {
  const { read, readBytes, files: tracked } = repository;
  const cut = cutApp(repository, choice);
  const support = supportFiles(repository, cut);
  const doubles = Object.entries(choice.doubles).filter(([one]) => cut.hasIdp || one !== 'mock-idp');
  const files = new Map<string, string | Buffer>([
    ...asTheyAre.filter((path) => tracked.has(path)).map((path) => [path, readBytes(path)] as const),
    ...doubles.map(([, { file, bytes }]) => [`vendor/${file}`, bytes] as const),
    ...sources(repository, cut, support),
    ...Object.entries(
      fitTsconfigs(read(`${cut.folder}tsconfig.json`), read('e2e/tsconfig.json'), read('scripts/tsconfig.json')),
    ),
    ['.oxlintrc.json', fitLintConfig(read('.oxlintrc.json'), choice.app)],
    [
      '.env.example',
      plainPaths(
        fitEnvExample(read(`${cut.folder}.env.example`), { features: cut.leftOut, variables: cut.variables }),
        choice.app,
      ),
    ],
    ['.github/workflows/test.yml', read('scripts/take/own/workflow.yml')],
  ]);
  const tests = [...files].filter(([path]) => /\.(?:test|spec)\.tsx?$/.test(path)).map(([, text]) => String(text));
  files.set('docs/ids.md', fitIds(read('docs/ids.md'), tests));
  files.set('package.json', manifest(repository, cut, support, { choice, places: [...files.keys()], doubles }));
  files.set('README.md', readme(repository, cut, choice.name, [...files.keys()]));
  return formatAll(files, read('.oxfmtrc.json'));
}

/** The app's files and those that it needs of the rest, where they go, and with imports as they are called there. */
function sources(
  { read, readBytes }: Repository,
  cut: Cut,
  support: SupportFiles,
): readonly (readonly [string, string | Buffer])[] {
  const { app, folder, resolve } = cut;
  const own = cut.taken
    .filter((path) => !fitted.has(path.slice(folder.length)))
    .filter((path) => path !== `${folder}${staysHere}`);
  const others = [...support.files].filter((path) => !path.startsWith(folder));
  const paths = [...own, ...others].filter(isModule);
  const texts = withoutUnusedExports({ app, paths, read: support.read, resolve });
  return [...own, ...others].flatMap((path) => {
    if (isText.test(path)) {
      return [[placeOf(path, app), plainPaths(read(path), app)] as const];
    }
    if (!isModule(path)) {
      const content = cut.clinic.get(path) ?? (path.endsWith('.json') ? read(path) : readBytes(path));
      return [[placeOf(path, app), content] as const];
    }
    const text = texts.get(path);
    return text === undefined
      ? []
      : [[placeOf(path, app), plainPaths(rewriteModule({ path, text, app, resolve }), app)] as const];
  });
}

function manifest(
  { read, files, members }: Repository,
  { app, folder, manifest: own, resolve }: Cut,
  support: SupportFiles,
  {
    choice,
    places,
    doubles,
  }: Readonly<{
    choice: Choice;
    places: readonly string[];
    doubles: readonly (readonly [string, Readonly<{ file: string }>])[];
  }>,
): string {
  const whole = [...files].filter((path) => path.startsWith(folder) && isModule(path));
  const usedByWhole = reach(whole, { read, resolve }, (path) => !path.startsWith(folder)).packages;
  const vendored = Object.fromEntries(doubles.map(([one, { file }]) => [one, `file:vendor/${file}`]));
  return fitManifest({
    name: choice.name,
    app: own,
    members,
    used: support.packages,
    usedByWhole,
    vendored,
    places: [...places, app],
  });
}

/** Files that are no more, and folders of which nothing is left, are not spoken of. */
function readme(
  repository: Repository,
  { app, folder, gone, leftOut, variables, routes, isCore }: Cut,
  name: string,
  places: readonly string[],
): string {
  const { read } = repository;
  const { features } = readStarter(repository, app);
  const names = new Set(
    places.flatMap((place) => [
      basename(place),
      ...place
        .split('/')
        .slice(0, -1)
        .map((one) => `${one}/`),
    ]),
  );
  const parts = [...gone].flatMap((path) => [
    basename(path),
    ...path
      .split('/')
      .slice(0, -1)
      .map((one) => `${one}/`),
  ]);
  const files = new Set(parts.filter((one) => !names.has(one) && one !== 'apps/' && !folder.endsWith(`/${one}`)));
  const { name: from = '', version = '' } = repository.members[0]?.manifest ?? {};
  const added = features.filter((one) => !one.needsOtherApp && leftOut.includes(one.name)).map((one) => one.name);
  const end = read('scripts/take/own/beside.txt')
    .replace('{starter}', app)
    .replace('{from}', from)
    .replace('{version}', version)
    .replace('{added}', added.length > 0 ? addition(from, added) : '');
  return fitReadme(read(`${folder}README.md`), name, { features: leftOut, files, variables, routes, isCore }, end);
}

function addition(from: string, leftOut: readonly string[]): string {
  return `In a clone of ${from}, \`npm run take -- --add NAME FOLDER\` adds a feature to this folder: ${leftOut.join(', ')}.\n`;
}
