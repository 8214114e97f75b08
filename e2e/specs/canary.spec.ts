import { readFileSync } from 'node:fs';
import { createDemoProject } from '@auth-patterns/demo-project';
import { writtenFiles } from '#record/written-files.ts';
import { expect, test } from '#story/house-test.ts';

const passwords = Object.values(createDemoProject().passwords);

test('canary secret, after the apps have run, is in no log, no bundle and no stored file', ({ house }) => {
  const files = writtenFiles(house);

  expect(files.length).toBeGreaterThan(1);
  expect(files.filter((file) => readFileSync(file).includes(house.canary))).toEqual([]);
});

test('passwords of people, after the apps have run, are in no log, no bundle and no stored file', ({ house }) => {
  const files = writtenFiles(house);
  const leaks = files.flatMap((file) => {
    const content = readFileSync(file, 'latin1');
    return passwords.filter((password) => content.includes(password)).map((password) => `${password} in ${file}`);
  });

  expect(passwords.length).toBeGreaterThan(0);
  expect(leaks).toEqual([]);
});

test('codes and tokens, after the apps have run, are in no log, no bundle and no stored file', ({ house }) => {
  // Of the whole run: a signed token, a code of an authorization server in an address, and a bearer token.
  const patterns = [/eyJ[\w-]{20,}\.[\w-]{20,}\.[\w-]{20,}/, /[?&]code=[\w-]{16,}/, /Bearer [\w.-]{20,}/];
  const leaks = writtenFiles(house).flatMap((file) => {
    const content = readFileSync(file, 'latin1');
    return patterns.filter((pattern) => pattern.test(content)).map((pattern) => `${pattern} in ${file}`);
  });

  expect(leaks).toEqual([]);
});
