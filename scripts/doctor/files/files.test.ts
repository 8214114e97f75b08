import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { App } from '#doctor/apps/app.ts';
import { readApp } from '#doctor/apps/read-app.ts';
import type { Finding } from '#doctor/finding.ts';
import { runProgram } from '#doctor/run-program.ts';
import { createTestRoot, type TestRoot } from '#doctor/test-root.ts';
import type { AppName } from '#house/app-process.ts';
import { houseUrls } from '#house/house-urls.ts';
import { defaultPorts } from '#house/ports.ts';
import { bundle } from './bundle.ts';
import { envFiles } from './env-files.ts';
import { misplacedSecrets } from './misplaced-secrets.ts';

const run = runProgram;
const secret = 'canary-5f3a';
const house = { ports: defaultPorts, urls: houseUrls(defaultPorts) };
const known = new Map([['MEDPLUM_CLIENT_SECRET of legacy-proxy', secret]]);

const appIn = ({ root }: TestRoot, name: AppName = 'spa-client', env = {}): App => readApp(name, { root, env }, house);
const faults = (findings: readonly Finding[]): string =>
  findings
    .filter(({ verdict }) => verdict === 'fault')
    .map(({ text, fix }) => `${text} ${fix}`)
    .join('\n');

test('[X3] doctor, in a fresh clone, notes that there is no .env and finds no fault', async () => {
  using site = createTestRoot();

  const findings = await envFiles(appIn(site), { run });

  expect(findings).toMatchObject([{ verdict: 'note', text: expect.stringContaining('no .env yet') as string }]);
});

test('[X3] doctor, of a .env that is private and ignored, is content', async () => {
  using site = createTestRoot();
  site.write('spa-client', '.env', 'A=1\n');

  expect(await envFiles(appIn(site), { run })).toMatchObject([{ verdict: 'ok' }]);
});

test.each([0o644, 0o640, 0o604])(
  '[X3] [L7] doctor, of a .env with mode %o, says that others can read it',
  async (mode) => {
    using site = createTestRoot();
    site.write('legacy-proxy', '.env', 'A=1\n');
    chmodSync(join(site.folder('legacy-proxy'), '.env'), mode);

    expect(faults(await envFiles(appIn(site, 'legacy-proxy'), { run }))).toMatch(
      /Other users of this machine can read \.env\. chmod 600 apps\/legacy-proxy\/\.env/,
    );
  },
);

test('[X3] [L7] doctor, of a file with a secret that others can read, says so', async () => {
  using site = createTestRoot();
  site.write('legacy-proxy', '.env', 'MEDPLUM_CLIENT_SECRET_FILE=secret.txt\n');
  site.write('legacy-proxy', 'secret.txt', secret, 0o644);

  expect(faults(await envFiles(appIn(site, 'legacy-proxy'), { run }))).toMatch(/can read .*secret\.txt/);
});

test.each(['.env', '.env.local', '.env.production'])(
  '[X3] [L12] doctor, of a %s that git tracks, says so',
  async (file) => {
    using site = createTestRoot();
    site.write('spa-client', file, 'A=1\n');
    site.git('add', '--force', `apps/spa-client/${file}`);

    expect(faults(await envFiles(appIn(site), { run }))).toContain(`git rm --cached apps/spa-client/${file}`);
  },
);

test('[X3] [L12] doctor, of a .env that nothing keeps out of git, says so', async () => {
  using site = createTestRoot();
  site.write('spa-client', '.env', 'A=1\n');
  site.write('spa-client', '.gitignore', 'node_modules\n');

  expect(faults(await envFiles(appIn(site), { run }))).toContain('Put the line .env into apps/spa-client/.gitignore.');
});

test('[X3] doctor, outside of a repository, says that it did not look into git', async () => {
  using site = createTestRoot();
  const noGit = async () => ({ code: 128, stdout: '' });

  expect(await envFiles(appIn(site), { run: noGit })).toMatchObject([{ verdict: 'not-checked' }, { verdict: 'note' }]);
});

test.each([
  ['VITE_CLIENT_SECRET', 'anything-at-all', 'VITE_CLIENT_SECRET is a secret'],
  ['PUBLIC_API_KEY', 'anything-at-all', 'PUBLIC_API_KEY is a secret'],
  ['MEDPLUM_CLIENT_SECRET', secret, 'MEDPLUM_CLIENT_SECRET is a secret'],
  ['PUBLIC_NOTE', `before ${secret} after`, 'PUBLIC_NOTE holds MEDPLUM_CLIENT_SECRET of legacy-proxy'],
  ['PUBLIC_PEM', '-----BEGIN PRIVATE KEY-----', 'PUBLIC_PEM is a secret'],
])('[X3] doctor, with %s in the environment of spa-client, says so without its value', (variable, value, expected) => {
  using site = createTestRoot();
  site.write('spa-client', '.env', `${variable}="${value}"\n`);

  const found = faults(misplacedSecrets(appIn(site), known));

  expect(found).toContain(expected);
  expect(found).not.toContain(secret);
});

test('[X3] doctor, with a secret for the browser in the shell alone, says where it is', () => {
  using site = createTestRoot();

  const found = faults(misplacedSecrets(appIn(site, 'spa-client', { VITE_PASSWORD: 'anything' }), known));

  expect(found).toMatch(/^VITE_PASSWORD is a secret, in the environment/);
});

test('[X3] doctor, of the environment that the demo has, finds no secret in it', () => {
  using site = createTestRoot();

  expect(misplacedSecrets(appIn(site), known)).toMatchObject([{ verdict: 'ok' }]);
});

test.each([
  ['a secret of another app', `const a="${secret}"`, 'MEDPLUM_CLIENT_SECRET of legacy-proxy is in the built page'],
  ['a private key', '-----BEGIN EC PRIVATE KEY-----', 'a private key is in the built page'],
])('[X3] doctor, of a built page with %s, says in which file', (_case, text, expected) => {
  using site = createTestRoot();
  site.write('spa-client', 'dist/assets/index.js', text);
  site.write('spa-client', 'dist/index.html', '<html>');

  const found = faults(bundle(appIn(site), known));

  expect(found).toContain(`${expected} (index.js)`);
  expect(found).not.toContain(secret);
});

test('[X3] doctor, of a built page without a secret, tells how many files it read', () => {
  using site = createTestRoot();
  site.write('spa-client', 'dist/assets/index.js', 'const a = 1;');

  expect(bundle(appIn(site), known)).toMatchObject([
    { verdict: 'ok', text: expect.stringContaining('1 built') as string },
  ]);
});
