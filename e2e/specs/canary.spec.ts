import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '#story/test.ts';

test('canary secret, after the apps have run, is in no log, no bundle and no stored file', ({ house }) => {
  const files = readdirSync(house.dataFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

  const leaks = [house.logFile, ...files].filter((file) => readFileSync(file).includes(house.canary));

  expect(files.length).toBeGreaterThan(3);
  expect(leaks).toEqual([]);
});
