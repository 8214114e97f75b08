import type { Manifest, Member } from '#take/source/repository.ts';
import { ownImports } from './place.ts';

type Parts = Readonly<{
  name: string;
  app: Manifest;
  members: readonly Member[];
  /** Packages that the taken modules import. */
  used: ReadonlySet<string>;
  /** Packages that the whole app imports. */
  usedByWhole: ReadonlySet<string>;
  /** Tarballs in the folder, by the name of their package. */
  vendored: Readonly<Record<string, string>>;
  /** Paths in the folder. */
  places: readonly string[];
}>;

type Versions = Record<string, string>;

/** What every app of its own has: what types, lint and format are checked with. */
const tools = ['@types/node', 'oxfmt', 'oxlint', 'oxlint-tsgolint', 'typescript', 'vitest'];

/** The `package.json` of an app of its own. Versions are those that are used here. */
export function fitManifest({ name, app, members, used, usedByWhole, vendored, places }: Parts): string {
  const [root] = members;
  const scope = '@auth-patterns/';
  const needed = (one: string): boolean =>
    used.has(one) || (!usedByWhole.has(one) && !one.startsWith(scope) && !isTypesOfUnused(one, used, usedByWhole));
  const dependencies = pick(app.dependencies, needed);
  const devDependencies = { ...pick(app.devDependencies, needed), ...vendored };
  const optionalDependencies: Versions = {};
  const known = (one: string): boolean => one in dependencies || one in devDependencies;
  for (const one of [...used, ...tools].filter((each) => !known(each) && !each.startsWith(scope))) {
    const { kind, version } = find(one, members);
    const isOfApp = members.some(
      ({ folder, manifest }) => folder === 'packages/auth-config' && manifest.dependencies?.[one],
    );
    const target = kind === 'optionalDependencies' ? optionalDependencies : isOfApp ? dependencies : devDependencies;
    target[one] = version;
  }
  return JSON.stringify({
    name,
    version: app.version,
    private: true,
    description: app.description,
    license: app.license,
    type: app.type,
    imports: fitImports(app.imports ?? {}, places),
    scripts: fitScripts(app.scripts ?? {}, places),
    dependencies: sorted(dependencies),
    devDependencies: sorted(devDependencies),
    ...(Object.keys(optionalDependencies).length > 0 && { optionalDependencies }),
    engines: root?.manifest.engines,
    packageManager: root?.manifest.packageManager,
  });
}

/** `@types/x` goes with `x`. */
function isTypesOfUnused(one: string, used: ReadonlySet<string>, usedByWhole: ReadonlySet<string>): boolean {
  const typed = one.replace(/^@types\//, '');
  return typed !== one && usedByWhole.has(typed) && !used.has(typed);
}

function pick(from: Readonly<Record<string, string>> | undefined, isNeeded: (one: string) => boolean): Versions {
  return Object.fromEntries(Object.entries(from ?? {}).filter(([one]) => isNeeded(one)));
}

function find(one: string, members: readonly Member[]): Readonly<{ kind: string; version: string }> {
  for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies'] as const) {
    const version = members.map(({ manifest }) => manifest[kind]?.[one]).find(Boolean);
    if (version) {
      return { kind, version };
    }
  }
  throw new Error(`No package of this repository names the version of ${one}`);
}

function fitImports(own: Readonly<Record<string, string>>, places: readonly string[]): Versions {
  const isThere = (target: string): boolean => {
    const [path = ''] = target.slice('./'.length).split('*');
    return places.some((place) => (target.includes('*') ? place.startsWith(path) : place === path));
  };
  const all = [...Object.entries(own), ...ownImports.map(([, name, target]) => [name, target] as const)];
  return Object.fromEntries(all.filter(([, target]) => isThere(target)));
}

/** `start`, `test` and the others of the whole repository are those of the whole folder; the app's own keep a name of their own. */
function fitScripts(all: Readonly<Record<string, string>>, places: readonly string[]): Versions {
  const { start = '', test = '', typecheck: _typecheck, ...others } = all;
  // A command whose module was left out with a feature goes with it.
  const isThere = ([, script]: readonly [string, string]): boolean =>
    script.split(/\s+/).every((word) => !word.endsWith('.ts') || places.includes(word));
  return {
    start: 'node scripts/run.mjs start',
    test: 'node scripts/run.mjs test',
    e2e: 'node scripts/run.mjs e2e',
    provision: 'node scripts/run.mjs provision',
    app: start,
    unit: test,
    typecheck: 'tsc -p . && tsc -p e2e && tsc -p scripts',
    lint: 'oxlint --type-aware --max-warnings 0',
    format: 'oxfmt .',
    ...Object.fromEntries(Object.entries(others).filter(isThere)),
  };
}

function sorted(versions: Versions): Versions {
  return Object.fromEntries(Object.entries(versions).sort(([one], [other]) => (one < other ? -1 : 1)));
}
