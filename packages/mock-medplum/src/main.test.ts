import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestProject } from '#project/test-project.ts';
import { startTestMedplum } from '#test-medplum.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mock-medplum-'));
  const { resources, passwords } = createTestProject();
  await writeFile(join(folder, 'resources.json'), JSON.stringify(resources));
  await writeFile(join(folder, 'passwords.json'), JSON.stringify(passwords));
});

afterAll(() => rm(folder, { recursive: true }));

/** Runs the command to its end. */
async function run(...args: string[]): Promise<Readonly<{ code: number; stdout: string; stderr: string }>> {
  const child = spawn(process.execPath, [main, ...args]);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (output.stderr += String(chunk)));
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...output };
}

describe('[M6] mock-medplum', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'command, started, says where it answers and stops at %s with 0',
    async (signal) => {
      const child = spawn(process.execPath, [main, '--project', folder, '--port', '0']);
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const [, baseUrl] =
        /^mock-medplum answers at (http:\/\/localhost:\d+\/) with the project in .+\n$/.exec(String(line)) ?? [];

      const { status } = await fetch(`${baseUrl}healthcheck`);
      child.kill(signal);
      const [code] = (await once(child, 'close')) as [number | null];

      expect(status).toBe(200);
      expect(code).toBe(0);
    },
  );

  test('command, with a wrong option, says so in one line and exits with 2', async () => {
    const result = await run('--wibble');

    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(/^mock-medplum: Unknown option '--wibble' .+\n$/);
  });

  test('command, with a folder that is not there, says so in one line and exits with 1', async () => {
    const result = await run('--project', '/no/such/folder', '--port', '0');

    expect(result).toEqual({
      code: 1,
      stdout: '',
      stderr: 'mock-medplum: Cannot read the project folder /no/such/folder.\n',
    });
  });

  test('command, on a port that is taken, says so in one line and exits with 1', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;

    const result = await run('--project', folder, '--port', String(port));
    server.close();

    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toMatch(/^mock-medplum: Port \d+ is taken: .+\n$/);
  });

  test('command, asked for help, explains options and exit codes', async () => {
    const result = await run('--help');

    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toContain('--project DIR');
    expect(result.stdout).toContain('Exit codes');
  });
});

test('[L9] command, showing a log with what strangers sent, prints nothing that a terminal obeys', async () => {
  await using medplum = await startTestMedplum({ control: true });
  const clientId = 'a\u009b31m\u202e\u2028b';
  await medplum.postForm('oauth2/token', { grant_type: 'refresh_token', client_id: clientId });

  const { code, stdout } = await run('control', '--url', medplum.baseUrl, 'log');

  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.not.stringMatching(/[\u0080-\u009f\u202e\u2028]/) });
  expect(JSON.parse(stdout)).toMatchObject({ caller: { clientId } });
});
