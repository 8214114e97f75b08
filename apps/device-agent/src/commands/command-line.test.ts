import { expect, test } from 'vitest';
import { runCommandLine } from './command-line.ts';
import { describeFailure } from './failure.ts';

async function run(args: string[]) {
  const output: string[] = [];
  const write = (text: string): void => void output.push(text);
  const outcome = await runCommandLine(args, write, []).catch(describeFailure);
  return typeof outcome === 'number' ? { exitCode: outcome, line: output.join('') } : outcome;
}

test('command line, asked for help, lists the commands and exits with 0', async () => {
  const { exitCode, line } = await run(['--help']);

  expect(exitCode).toBe(0);
  expect(line).toMatch(/run[\s\S]*send FILE[\s\S]*check/);
});

test.each([
  [['fly'], 'There is no command "fly": try run, check, doctor, send, policy, queue (--help tells more)'],
  [[], 'Say what to do: run, check, doctor, send, policy, queue (--help tells more)'],
  [['send'], 'send takes one FILE (--help tells more)'],
  [['run', 'now'], 'run takes no further words (--help tells more)'],
  [['send', 'x', '--port', 'abc'], '--port must be a port number (--help tells more)'],
  [['--fast'], "Unknown option '--fast' (--help tells more)"],
])('command line %j, which is wrong, gets one line and exit code 2', async (args, message) => {
  expect(await run(args)).toEqual({ exitCode: 2, line: `device-agent: ${message}\n` });
});

test('[F13] command line, offered a secret as an option, takes none and does not repeat it', async () => {
  const { exitCode, line } = await run(['run', '--client-secret=canary-55']);

  expect(exitCode).toBe(2);
  expect(line).not.toContain('canary-55');
});

test('[F13] failure, when an unforeseen error carries a token, is one line without it', () => {
  const { exitCode, line } = describeFailure(new Error('GET failed: Authorization: Bearer abc.def'));

  expect(exitCode).toBe(1);
  expect(line).toBe('device-agent: GET failed: Authorization: Bearer [redacted]\n');
});

test('[L9] failure, when a terminal would obey its text, is one line that shows its numbers', () => {
  const { line } = describeFailure(new Error('a\nb\u001b[2J\u009b\u202e'));

  expect(line).toBe(String.raw`device-agent: a\u{a}b\u{1b}[2J\u{9b}\u{202e}` + '\n');
});
