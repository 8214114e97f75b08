#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { ConfigError, createRedactor } from '@auth-patterns/auth-config';
import { CommandError, exitCodes, type ExitCode } from '#commands/exit-codes.ts';
import { help } from '#commands/help.ts';
import { readAgentConfig } from '#config';
import { QueueUnavailable } from '#queue/queue-file.ts';

const write = (text: string): void => void process.stdout.write(text);

/** Each command is loaded when it is asked for, so that help and mistakes are answered at once. */
async function main(args: string[]): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(args);
  const [command, ...operands] = positionals;
  if (values.help) {
    write(help);
    return exitCodes.ok;
  }
  if (command === 'run' && operands.length === 0) {
    const { run } = await import('#commands/run.ts');
    return run(write);
  }
  if (command === 'check' && operands.length === 0) {
    const { check } = await import('#commands/check.ts');
    return check({ readConfig: () => readAgentConfig(), fetch, now: Date.now, write });
  }
  const [file] = operands;
  if (command === 'send' && file !== undefined && operands.length === 1) {
    const { send } = await import('#commands/send.ts');
    return send(file, readPort(values.port), write);
  }
  throw new CommandError(exitCodes.usage, usageProblem(command));
}

function readPort(value: string | undefined): number | undefined {
  const port = value === undefined ? undefined : Number(value);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
    throw new CommandError(exitCodes.usage, '--port must be a port number (--help tells more)');
  }
  return port;
}

function parseCommandLine(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, port: { type: 'string' } },
    });
  } catch (error) {
    throw new CommandError(exitCodes.usage, `${(error as Error).message.split('. ', 1)[0]} (--help tells more)`);
  }
}

function usageProblem(command: string | undefined): string {
  if (command === undefined) {
    return 'Say what to do: run, send FILE or check (--help tells more)';
  }
  return ['run', 'check', 'send'].includes(command)
    ? `${command} takes ${command === 'send' ? 'one FILE' : 'no further words'} (--help tells more)`
    : `There is no command ${JSON.stringify(command)}: try run, send FILE or check (--help tells more)`;
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommandError) {
    return error.exitCode;
  }
  if (error instanceof ConfigError) {
    return exitCodes.config;
  }
  return error instanceof QueueUnavailable ? exitCodes.cannotCreate : exitCodes.failed;
}

/** The one place where errors become text: one line, and never a secret in it. */
function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : 'unknown error';
  process.stderr.write(`device-agent: ${createRedactor()(message)}\n`);
  process.exitCode = exitCodeOf(error);
}

process.on('uncaughtException', (error) => {
  fail(error);
  process.exit();
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  fail(error);
}
