import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runAgent } from '#house/run-agent.ts';
import { expect, test } from '#story/house-test.ts';

const { privateKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-384',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

test('[D8] device-agent, whose key Medplum does not know, takes the secret if allowed, and says so', async ({ house }, {
  outputDir,
}) => {
  mkdirSync(outputDir, { recursive: true });
  const file = join(outputDir, 'key.pem');
  writeFileSync(file, privateKey, { mode: 0o600 });
  const keyed = { DEVICE_AGENT_PRIVATE_KEY_FILE: file };

  await expect(runAgent(['check'], house, outputDir, keyed)).rejects.toMatchObject({ code: 77 });
  const printed = await runAgent(['check'], house, outputDir, {
    ...keyed,
    DEVICE_AGENT_CREDENTIALS: 'private_key_jwt,client_secret',
  });

  expect(printed).toMatch(/signed in as .* with client_secret$/m);
  expect(printed).not.toContain('FAIL');
});
