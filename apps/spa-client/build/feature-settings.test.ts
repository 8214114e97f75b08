import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readFeatureSettings } from './feature-settings.ts';

const folder = join(import.meta.dirname, '../src/features');

test('feature settings, of features that are not set up, ask for no more than the core', async () => {
  const { sources, errors } = await readFeatureSettings(folder, {});

  expect(sources).toEqual([]);
  expect(errors).toEqual([]);
});

test('feature settings, in an app without features, are none', async () => {
  expect(await readFeatureSettings(join(folder, 'nowhere'), {})).toEqual({ values: {}, sources: [], errors: [] });
});
