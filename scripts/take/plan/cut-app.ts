import { demoIds } from '@auth-patterns/demo-project';
import { cutFeatureList } from '#take/cut/cut-feature-list.ts';
import { forget, type IsLeftOut } from '#take/cut/forget.ts';
import { fitEnvExample } from '#take/fit/env-example.ts';
import { isModule } from '#take/fit/place.ts';
import type { Manifest, Repository } from '#take/source/repository.ts';
import { createResolver } from '#take/source/resolve-specifier.ts';
import { readStarter } from '#take/source/starter.ts';
import { appFiles } from './app-files.ts';
import { clinicFiles } from './clinic-files.ts';
import { gonePaths } from './gone-paths.ts';
import { leftOutNames, wholeCommands } from './left-out-names.ts';
import { goneRoutes } from './routes.ts';
import { variablesOf } from './variables.ts';

/** An app without some of its features, and what the rest of this repository says without them. */
export type Cut = Readonly<{
  app: string;
  /** With a slash at its end. */
  folder: string;
  manifest: Manifest;
  /** Features that are left out. */
  leftOut: readonly string[];
  /** Whether it has features, and all are left out. */
  isCore: boolean;
  taken: readonly string[];
  gone: ReadonlySet<string>;
  /** Environment variables of features that are left out. */
  variables: ReadonlySet<string>;
  /** Whether a feature that is taken is shown with the mock of an identity provider. */
  hasIdp: boolean;
  /** First parts of addresses that only modules name which are left out. */
  routes: ReadonlySet<string>;
  clinic: ReadonlyMap<string, string>;
  /** A file's text without what is left out. */
  read: (path: string) => string;
  resolve: ReturnType<typeof createResolver>;
}>;

/** Where the mock of an identity provider listens: an example that names it needs it. */
const identityProvider = ':8104';

/** Leaves out of an app the features that are not chosen. */
export function cutApp(
  repository: Repository,
  { app, features }: Readonly<{ app: string; features: readonly string[] }>,
): Cut {
  const folder = `apps/${app}/`;
  const starter = readStarter(repository, app);
  const resolve = createResolver(repository);
  const leftOut = starter.features.map(({ name }) => name).filter((name) => !features.includes(name));
  const readApp = (path: string): string =>
    path === `${folder}src/features.ts`
      ? cutFeatureList(path, repository.read(path), (one) => leftOut.includes(one))
      : repository.read(path);
  const files = appFiles({ repository, resolve, name: app, leftOut, readCut: readApp });
  const variables = goneVariables(repository, files);
  const example = fitEnvExample(repository.read(`${folder}.env.example`), { features: leftOut, variables });
  const hasIdp = example.includes(identityProvider);
  const taken = files.taken.filter((path) => isModule(path) && !path.startsWith(`${folder}test/`));
  const named = [example, ...taken.map(readApp)].join('\n');
  const unnamed = namedInVain(repository.read(`${folder}.env.example`), named);
  const isLeftOut = leftOutNames(repository, app, { hasIdp, variables, features: leftOut, clients: unnamed });
  const owned = new Set(features.map((one) => `${app}/${one}`));
  const routes = goneRoutes(repository.read, files.taken, files.gone);
  const { clinic, forgetInClinic } = clinicFiles(repository, isLeftOut, { hasIdp, routes, features: owned });
  const isPath = gonePaths(folder, files.gone, leftOut);
  const isOfFeature = (one: string): boolean => unnamed.includes(one) || variables.has(one) || isPath(one);
  const read = createRead({ repository, app, readApp, isLeftOut, isOfFeature, forgetInClinic });
  const isCore = leftOut.length > 0 && leftOut.length === starter.features.length;
  return {
    app,
    folder,
    manifest: starter.manifest,
    leftOut,
    isCore,
    ...files,
    variables,
    hasIdp,
    routes,
    clinic,
    read,
    resolve,
  };
}

type Reading = Readonly<{
  repository: Repository;
  app: string;
  /** A file of the app, with its list of features cut. */
  readApp: (path: string) => string;
  isLeftOut: IsLeftOut;
  /** Whether something is named after what only features have that are left out. */
  isOfFeature: IsLeftOut;
  forgetInClinic: IsLeftOut;
}>;

function createRead({ repository, app, readApp, isLeftOut, isOfFeature, forgetInClinic }: Reading) {
  const folder = `apps/${app}/`;
  // The app has no command of its name there: its own are those of `package.json`.
  const commands = new Set([...wholeCommands(repository), app]);
  return memoized((path) => {
    if (!isModule(path) || path.startsWith('packages/mock-')) {
      return readApp(path);
    }
    if (path.startsWith(folder)) {
      // What tests and tools set up for features, as the app's own parts do not.
      const isAround = path.startsWith(`${folder}test/`) || path.endsWith('.config.ts');
      return isAround ? forget(path, readApp(path), isOfFeature) : readApp(path);
    }
    const isOfClinic = path.startsWith('packages/demo-project/');
    // Provision may be told where an identity provider is, and tells the clinic.
    const mayMove = isOfClinic || path.startsWith('scripts/provision/');
    const isCommand = (one: string): boolean => path === 'scripts/run.mjs' && commands.has(one);
    const isGone = (one: string): boolean =>
      isCommand(one) || ((isLeftOut(one) || isOfFeature(one)) && !(mayMove && one === 'idpOrigin'));
    return forget(path, repository.read(path), (one) => isGone(one) || (isOfClinic && forgetInClinic(one)));
  });
}

/** Ids of the clinic that an example of settings gives to features alone: by name, where neither their id nor their name is left. */
function namedInVain(example: string, left: string): readonly string[] {
  const ids = { ...demoIds.clients, googleClient: demoIds.googleClient };
  return Object.entries(ids).flatMap(([name, id]) =>
    example.includes(id) && !left.includes(id) && !left.includes(name) ? [name] : [],
  );
}

/** Variables that only modules name which are left out. */
function goneVariables(
  { files, read }: Repository,
  { taken, gone }: Readonly<{ taken: readonly string[]; gone: ReadonlySet<string> }>,
): ReadonlySet<string> {
  const settings = [...files].filter((path) => path.startsWith('packages/auth-config/src/'));
  // What a test sets is read by nobody, where what reads it is gone.
  const modules = taken.filter((path) => !/\/test\/|\.test\.tsx?$/.test(path));
  const named = (paths: Iterable<string>): ReadonlySet<string> =>
    new Set([...paths].filter(isModule).flatMap((path) => variablesOf(path, read(path))));
  const kept = named([...modules, ...settings]);
  return new Set([...named(gone)].filter((one) => !kept.has(one)));
}

function memoized(make: (path: string) => string): (path: string) => string {
  const known = new Map<string, string>();
  return (path) => {
    const text = known.get(path) ?? make(path);
    known.set(path, text);
    return text;
  };
}
