import { spawnSync } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { freePorts } from '#house/ports.ts';

test('npm start, when a port is taken, says in one line which variable changes it, and starts nothing', async () => {
  const taken = createServer();
  await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
  const { port } = taken.address() as AddressInfo;
  const ports = Object.entries(await freePorts()).map(([name, number]) => [name, String(number)] as const);
  const env = { ...process.env, ...Object.fromEntries(ports), MOCK_MEDPLUM_PORT: String(port) };

  const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url))], {
    env,
    encoding: 'utf8',
  });
  await new Promise((done) => taken.close(done));

  expect([status, stdout]).toEqual([1, '']);
  expect(stderr.trim().split('\n')).toEqual([
    `Port ${port} for mock-medplum is taken. Stop what uses it, or choose another: MOCK_MEDPLUM_PORT=${port + 1000} npm start`,
  ]);
}, 30_000);
