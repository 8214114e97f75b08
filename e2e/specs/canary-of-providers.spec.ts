import { readFileSync } from 'node:fs';
import { demoIdpAccounts } from '@auth-patterns/mock-idp';
import { writtenFiles } from '#record/written-files.ts';
import { expect, test } from '#story/house-test.ts';

test('passwords at the provider, after the apps have run, are in no log, no bundle and no stored file', ({ house }) => {
  const files = writtenFiles(house).map((file) => ({ file, content: readFileSync(file, 'latin1') }));
  const leaks = demoIdpAccounts.flatMap(({ password }) => files.filter(({ content }) => content.includes(password)));

  expect(demoIdpAccounts.length).toBeGreaterThan(0);
  expect(leaks.map(({ file }) => file)).toEqual([]);
});
