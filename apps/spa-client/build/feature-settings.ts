import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Environment } from '@auth-patterns/auth-config';
import type { Sources } from './content-security-policy.ts';

/** What `features/<name>/settings.ts` exports. Vite reads it, so that the checks stay out of the bundle. */
type SettingsModule = Readonly<{
  /** Undefined when the feature is not set up. */
  read: (env: Environment) => unknown;
  /** What the feature needs of the Content-Security-Policy. */
  sources?: (values: never) => Sources;
}>;

type FeatureSettings = Readonly<{
  /** What the features read, each under the name of its folder. */
  values: Readonly<Record<string, unknown>>;
  sources: readonly Sources[];
  /** What a feature threw instead of reading. */
  errors: readonly unknown[];
}>;

/** Has each feature that is listed in `features.ts` read its settings. */
export async function readFeatureSettings(src: string, env: Environment): Promise<FeatureSettings> {
  const folder = join(src, 'features');
  const names = listedFeatures(readFileSync(join(src, 'features.ts'), 'utf8'));
  const values: Record<string, unknown> = {};
  const sources: Sources[] = [];
  const errors: unknown[] = [];
  for (const name of names.filter((each) => existsSync(join(folder, each, 'settings.ts')))) {
    const path = pathToFileURL(join(folder, name, 'settings.ts')).href;
    const settings = (await import(path)) as SettingsModule;
    try {
      const read = settings.read(env);
      values[name] = read;
      sources.push(...(read && settings.sources ? [settings.sources(read as never)] : []));
    } catch (error) {
      errors.push(error);
    }
  }
  return { values, sources, errors };
}

/** The folders that the list names. Vite cannot load the list itself, which leads to React and to style sheets. */
function listedFeatures(list: string): readonly string[] {
  return [...list.matchAll(/^ *import\('#features\/([\w-]+)\/feature\.tsx'\),$/gm)].map(([, name = '']) => name).sort();
}
