import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSecretFiles } from './secret-files.ts';

function secretFile(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'legacy-proxy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'secret'), text, { mode: 0o600 });
  return join(folder, 'secret');
}

test('secret, named by a file, is read from it without the line break at its end', () => {
  const env = { SESSION_SECRET_FILE: secretFile('a b\n'), MEDPLUM_CLIENT_SECRET_FILE: secretFile('c') };

  expect(readSecretFiles(env)).toMatchObject({ SESSION_SECRET: 'a b', MEDPLUM_CLIENT_SECRET: 'c' });
});

test('file that cannot be read, or a value that is given twice, is named without its value', () => {
  expect(() => readSecretFiles({ SESSION_SECRET_FILE: '/nowhere/secret-path' })).toThrow(
    /^SESSION_SECRET_FILE names a file that cannot be read: ENOENT$/,
  );
  expect(() => readSecretFiles({ SESSION_SECRET_FILE: secretFile('x'), SESSION_SECRET: 'y' })).toThrow(
    'SESSION_SECRET_FILE is set, and so is SESSION_SECRET: remove one of them',
  );
});

test('variables of others that end like a file, are left alone', () => {
  expect(readSecretFiles({ KUBE_CONFIG_FILE: '/nowhere' })).toEqual({ KUBE_CONFIG_FILE: '/nowhere' });
});
