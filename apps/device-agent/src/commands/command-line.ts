import { parseArgs } from 'node:util';
import { readAgentConfig, readFeatures } from '#config';
import type { Feature } from '#feature';
import { CommandError, exitCodes, type ExitCode } from './exit-codes.ts';
import { help } from './help.ts';

type Write = (text: string) => void;
type Call = Readonly<{
  words: readonly string[];
  port: number | undefined;
  isParameterised: boolean;
  isJson: boolean;
  write: Write;
  features: readonly Feature[];
}>;

/** Which words a command takes, in words; and what it does. Each is loaded when it is asked for, so that help is answered at once. */
const commands: Readonly<
  Record<
    string,
    Readonly<{ takes: string; fits: (count: number) => boolean; run: (call: Call) => Promise<ExitCode> | ExitCode }>
  >
> = {
  run: {
    takes: 'no further words',
    fits: (count) => count === 0,
    run: async ({ write, features }) => (await import('./run.ts')).run(write, features),
  },
  check: { takes: 'no further words', fits: (count) => count === 0, run: runCheck },
  doctor: {
    takes: 'no further words',
    fits: (count) => count === 0,
    run: async (call) => {
      const { describeInstallation } = await import('./doctor.ts');
      call.write(describeInstallation(call.features));
      return runCheck({ ...call, isJson: false });
    },
  },
  send: {
    takes: 'one FILE',
    fits: (count) => count === 1,
    run: async ({ words, port, write }) => (await import('./send.ts')).send(words[0] ?? '', port, write),
  },
  policy: {
    takes: 'no further words',
    fits: (count) => count === 0,
    run: async ({ features, ...call }) => {
      const { printPolicy } = await import('./policy.ts');
      const parts = readFeatures(features);
      return printPolicy({ ...call, config: readAgentConfig(parts), parts, fetch, now: Date.now });
    },
  },
  queue: {
    takes: 'ls, show ID, retry ID|all or drop ID',
    fits: (count) => count <= 2,
    run: async (call) => (await import('./queue.ts')).queue({ ...call, now: Date.now }),
  },
};

/** Runs the command that the arguments name. */
export async function runCommandLine(args: string[], write: Write, features: readonly Feature[]): Promise<ExitCode> {
  const { values, positionals } = parse(args);
  const [name = '', ...words] = positionals;
  if (values.help) {
    write(help);
    return exitCodes.ok;
  }
  const command = commands[name];
  if (!command?.fits(words.length)) {
    throw new CommandError(exitCodes.usage, usageProblem(name));
  }
  if (values.output !== undefined && values.output !== 'json') {
    throw new CommandError(exitCodes.usage, '--output must be json (--help tells more)');
  }
  const isParameterised = values.parameterised === true;
  return command.run({
    words,
    port: readPort(values.port),
    isParameterised,
    isJson: values.output === 'json',
    write,
    features,
  });
}

async function runCheck({ write, features, isJson }: Call): Promise<ExitCode> {
  const { check } = await import('./check.ts');
  const readParts = (): ReturnType<typeof readFeatures> => readFeatures(features);
  return check({ readConfig: (parts) => readAgentConfig(parts), readParts, fetch, now: Date.now, write, isJson });
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        port: { type: 'string' },
        output: { type: 'string' },
        parameterised: { type: 'boolean' },
      },
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

function usageProblem(name: string): string {
  const command = commands[name];
  if (command) {
    return `${name} takes ${command.takes} (--help tells more)`;
  }
  const known = Object.keys(commands).join(', ');
  return name === ''
    ? `Say what to do: ${known} (--help tells more)`
    : `There is no command ${JSON.stringify(name)}: try ${known} (--help tells more)`;
}
