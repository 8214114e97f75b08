import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readFeatureSettings } from './feature-settings.ts';

const src = join(import.meta.dirname, '../src');
const folders: string[] = [];

afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

/** The folders of two features, with a list of these. */
function sourceWith(...names: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'feature-settings-'));
  folders.push(folder);
  for (const name of ['one', 'other']) {
    mkdirSync(join(folder, 'features', name), { recursive: true });
    writeFileSync(join(folder, 'features', name, 'settings.ts'), `export const read = (env) => env.PUBLIC_${name};\n`);
  }
  const list = names.map((name) => `  import('#features/${name}/feature.tsx'),\n`).join('');
  writeFileSync(join(folder, 'features.ts'), `${list}  // import('#features/one/feature.tsx'),\n`);
  return folder;
}

test('feature settings, of features that are not set up, ask for no more than the core', async () => {
  const { sources, errors } = await readFeatureSettings(src, {});

  expect(sources).toEqual([]);
  expect(errors).toEqual([]);
});

test('feature settings, in an app without features, are none', async () => {
  expect(await readFeatureSettings(sourceWith(), {})).toEqual({ values: {}, sources: [], errors: [] });
});

test('feature settings, of a folder that is not listed, are not read', async () => {
  const env = { PUBLIC_one: 'an-id', PUBLIC_other: '5' };

  expect((await readFeatureSettings(sourceWith('other'), env)).values).toEqual({ other: '5' });
});
