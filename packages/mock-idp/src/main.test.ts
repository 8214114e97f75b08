import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { startMockIdp } from './start-mock-idp.ts';

const main = join(import.meta.dirname, 'main.ts');

async function runToEnd(port: string): Promise<{ exitCode: number | null; output: string }> {
  const child = spawn(process.execPath, [main], { env: { ...process.env, MOCK_IDP_PORT: port } });
  const [output, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { exitCode, output };
}

test('main, when its port is taken, says so in one line and exits with 1', async () => {
  await using idp = await startMockIdp();
  const { port } = new URL(idp.issuer);

  const { exitCode, output } = await runToEnd(port);

  expect(exitCode).toBe(1);
  expect(output).toBe(`mock-idp: Port ${port} is taken. Stop what uses it, or choose another with MOCK_IDP_PORT.\n`);
});

test('main, when the port is no number, names the variable and not its value', async () => {
  const { exitCode, output } = await runToEnd('s3cret');

  expect(exitCode).toBe(1);
  expect(output).toBe('mock-idp: MOCK_IDP_PORT must be a port number from 0 to 65535; 0 takes any free one.\n');
});

test('main, when asked to stop, ends with 0 and has printed one line', async () => {
  const child = spawn(process.execPath, [main], { env: { ...process.env, MOCK_IDP_PORT: '0' } });
  const errors = text(child.stderr);
  const [line] = await once(child.stdout, 'data');

  child.kill('SIGTERM');
  const [exitCode] = await once(child, 'exit');

  expect(String(line)).toMatch(/^mock-idp listens at http:\/\/localhost:\d+\n$/);
  expect(exitCode).toBe(0);
  expect(await errors).toBe('');
});
