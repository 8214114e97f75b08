import { parseArgs } from 'node:util';
import { readAgentConfig } from '#config';
import type { Feature } from '#feature';
import { CommandError, exitCodes, type ExitCode } from './exit-codes.ts';
import { help } from './help.ts';

/** Runs the command that the arguments name. Each is loaded when it is asked for, so that help is answered at once. */
export async function runCommandLine(
  args: string[],
  write: (text: string) => void,
  features: readonly Feature[],
): Promise<ExitCode> {
  const { values, positionals } = parse(args);
  const [command, ...operands] = positionals;
  if (values.help) {
    write(help);
    return exitCodes.ok;
  }
  if (command === 'run' && operands.length === 0) {
    const { run } = await import('./run.ts');
    return run(write, features);
  }
  if (command === 'check' && operands.length === 0) {
    const { check } = await import('./check.ts');
    return check({ readConfig: readAgentConfig, fetch, now: Date.now, write });
  }
  const [file] = operands;
  if (command === 'send' && file !== undefined && operands.length === 1) {
    const { send } = await import('./send.ts');
    return send(file, readPort(values.port), write);
  }
  throw new CommandError(exitCodes.usage, usageProblem(command));
}

function parse(args: string[]) {
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

function readPort(value: string | undefined): number | undefined {
  const port = value === undefined ? undefined : Number(value);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
    throw new CommandError(exitCodes.usage, '--port must be a port number (--help tells more)');
  }
  return port;
}

function usageProblem(command: string | undefined): string {
  if (command === undefined) {
    return 'Say what to do: run, send FILE or check (--help tells more)';
  }
  return ['run', 'check', 'send'].includes(command)
    ? `${command} takes ${command === 'send' ? 'one FILE' : 'no further words'} (--help tells more)`
    : `There is no command ${JSON.stringify(command)}: try run, send FILE or check (--help tells more)`;
}
