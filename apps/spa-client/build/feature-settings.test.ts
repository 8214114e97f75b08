import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readFeatureSettings } from './feature-settings.ts';

const src = join(import.meta.dirname, '../src');
// In this package, so that the copies find what they import.
const scratch = join(import.meta.dirname, '../.reports');
const folders: string[] = [];

afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

/** The folders of two features, with a list of these. */
function sourceWith(...names: readonly string[]): string {
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(join(scratch, 'feature-settings-'));
  folders.push(folder);
  ['google', 'shared-workstation'].forEach((name) =>
    cpSync(join(src, 'features', name, 'settings.ts'), join(folder, 'features', name, 'settings.ts')),
  );
  const list = names.map((name) => `import { one } from '#features/${name}/feature.tsx';\n`).join('');
  writeFileSync(join(folder, 'features.ts'), `${list}// import { two } from '#features/google/feature.tsx';\n`);
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
  const env = { PUBLIC_GOOGLE_CLIENT_ID: 'an-id', PUBLIC_IDLE_TIMEOUT_MINUTES: '5' };

  const { values, sources } = await readFeatureSettings(sourceWith('shared-workstation'), env);

  expect(values).toEqual({ 'shared-workstation': { idleTimeoutMinutes: 5 } });
  expect(sources).toEqual([]);
});
