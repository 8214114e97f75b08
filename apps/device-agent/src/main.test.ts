import { expect, test } from 'vitest';
import { runCommand } from '#testing/agent-process.ts';

const patience = { timeout: 60_000 };

test('command line, asked for help, lists the commands and exits with 0', patience, async () => {
  const { code, output } = await runCommand(['--help']);

  expect(code).toBe(0);
  expect(output).toMatch(/run[\s\S]*send FILE[\s\S]*check/);
});

test.each([
  [['fly'], 'There is no command "fly": try run, send FILE or check (--help tells more)'],
  [[], 'Say what to do: run, send FILE or check (--help tells more)'],
  [['send'], 'send takes one FILE (--help tells more)'],
  [['run', 'now'], 'run takes no further words (--help tells more)'],
  [['send', 'x', '--port', 'abc'], '--port must be a port number (--help tells more)'],
])('command line %j, which is wrong, gets one line and exit code 2', patience, async (args, message) => {
  expect(await runCommand(args)).toEqual({ code: 2, output: '', errors: `device-agent: ${message}\n` });
});

test('command line, offered a secret as an option, takes none and does not repeat it [F13]', patience, async () => {
  const { code, errors } = await runCommand(['run', '--client-secret=canary-55']);

  expect(code).toBe(2);
  expect(errors).not.toContain('canary-55');
});

test(
  'command line, without settings, names every missing variable in one line and exits with 78',
  patience,
  async () => {
    const { code, errors } = await runCommand(['run']);

    expect(code).toBe(78);
    expect(errors).toMatch(/^device-agent: MEDPLUM_BASE_URL is missing.*MEDPLUM_CLIENT_SECRET is missing.*\n$/);
  },
);
