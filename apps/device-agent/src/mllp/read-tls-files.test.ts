import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { certify } from '#test/certificates.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { parseListenerSettings } from './listener-settings.ts';
import { readTlsFiles } from './read-tls-files.ts';

const ca = certify('lab authority');
const own = certify('agent.lab.example', ca);
const good = { key: own.key, certificate: own.cert, ca: ca.cert };

function read(contents: Partial<typeof good>) {
  using folder = temporaryFolder();
  const path = (name: string): string => join(folder.path, name);
  Object.entries(contents).forEach(([name, text]) => writeFileSync(path(name), text));
  const { tls } = parseListenerSettings({
    DEVICE_AGENT_MLLP_TLS_KEY_FILE: path('key'),
    DEVICE_AGENT_MLLP_TLS_CERTIFICATE_FILE: path('certificate'),
    DEVICE_AGENT_MLLP_TLS_CA_FILE: path('ca'),
  });
  return tls && readTlsFiles(tls);
}

test('[L4] TLS files, when they are in order, ask every client for a certificate of the authority', () => {
  expect(read(good)).toMatchObject({ requestCert: true, rejectUnauthorized: true, ca: Buffer.from(ca.cert) });
});

test.each([
  ['no authority', { ca: '' }, /^DEVICE_AGENT_MLLP_TLS_CA_FILE must hold a certificate, in PEM$/],
  ['an authority that is a key', { ca: ca.key }, /^DEVICE_AGENT_MLLP_TLS_CA_FILE must hold a certificate/],
  ['a certificate that is none', { certificate: 'x' }, /^DEVICE_AGENT_MLLP_TLS_CERTIFICATE_FILE must hold a cert/],
  ['a key of another certificate', { key: ca.key }, /^DEVICE_AGENT_MLLP_TLS_KEY_FILE must hold the private key/],
])('[L4] TLS files with %s are refused by the name of the variable', (_what, change, problem) => {
  expect(() => read({ ...good, ...change })).toThrow(problem);
});

test('TLS files, when one is not there, are refused by the name of its variable', () => {
  const { key, certificate } = good;

  expect(() => read({ key, certificate })).toThrow(
    'DEVICE_AGENT_MLLP_TLS_CA_FILE names a file that cannot be read (ENOENT)',
  );
});
