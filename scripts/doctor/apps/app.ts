import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AppName } from '#house/app-process.ts';

/** An app that is looked at. */
export type App = Readonly<{
  name: AppName;
  folder: string;
  /** What its `.env` says, or `.env.example` where there is none. */
  own: NodeJS.Dict<string>;
  /** What it would read as its environment. */
  env: Readonly<Record<string, string | undefined>>;
  /** Variables by the file in its folder that holds them. */
  files: ReadonlyMap<string, NodeJS.Dict<string>>;
  /** Where `npm start` serves it, without a slash at the end. */
  url: string;
}>;

/**
 * Loads a module of an app, so that the app's own code reads its settings and signs it in. Nothing else outside of an app
 * loads its source.
 */
export async function ownCode<Module>({ folder }: Pick<App, 'folder'>, path: string): Promise<Module> {
  return (await import(pathToFileURL(join(folder, path)).href)) as Module;
}

/** The features that an app lists: each line of `src/features.ts` is a door that exports one. */
export async function ownFeatures(app: Pick<App, 'folder'>): Promise<readonly unknown[]> {
  const { features } = await ownCode<Readonly<{ features: readonly Promise<object>[] }>>(app, 'src/features.ts');
  return (await Promise.all(features)).flatMap((door) => Object.values(door));
}
