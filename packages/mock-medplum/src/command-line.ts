import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from '#command/usage-error.ts';

/** What the command prints when it is asked for help. */
export const usage = `Usage: mock-medplum [--project DIR] [--port 8103] [--base-url URL] [--control] …
       mock-medplum control ORDER

  --project DIR    folder with FHIR JSON files and passwords.json; default no data
  --port PORT      TCP port on 127.0.0.1; default 8103, 0 takes a free one
  --base-url URL   issuer and base URL; default http://localhost:PORT/
  --no-super-admin leave out admin@example.com, Medplum's super administrator
  --allowed-origins LIST
                   origins whose pages may call, separated by commas, beside those of this machine; * for all
  --allowed-host NAME
                   a host name at which the server is reached, beside those of this machine; may be repeated
  --run-deployed-bots
                   run code that was deployed to Bots, each run in a process without rights
  --control        serve the control plane at /mock, to this machine only
  --help           print this

mock-medplum control --help explains how to control a mock that runs with --control.

Exit codes: 0 stopped, 1 cannot start, 2 wrong arguments`;

/** The parsed arguments. */
export type Command =
  | Readonly<{ name: 'help' }>
  | Readonly<{ name: 'control'; args: readonly string[] }>
  | Readonly<{
      name: 'start';
      project: string | undefined;
      port: number;
      baseUrl: string | undefined;
      allowedOrigins: string | undefined;
      allowedHosts: readonly string[];
      superAdmin: boolean;
      runDeployedBots: boolean;
      control: boolean;
    }>;

const options = {
  project: { type: 'string' },
  port: { type: 'string', default: '8103' },
  'base-url': { type: 'string' },
  'allowed-origins': { type: 'string' },
  'allowed-host': { type: 'string', multiple: true, default: [] as string[] },
  control: { type: 'boolean', default: false },
  'run-deployed-bots': { type: 'boolean', default: false },
  'super-admin': { type: 'boolean', default: true },
  help: { type: 'boolean', default: false },
} as const satisfies ParseArgsConfig['options'];

/**
 * Reads the arguments that follow the command's name.
 *
 * @throws UsageError.
 */
export function readCommandLine(args: readonly string[]): Command {
  if (args[0] === 'control') {
    return { name: 'control', args: args.slice(1) };
  }
  const { project, port, 'base-url': baseUrl, 'super-admin': superAdmin, control, help, ...others } = parse(args);
  if (help) {
    return { name: 'help' };
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UsageError(`--port ${port} is not a port: give a number from 0 to 65535.`);
  }
  if (baseUrl !== undefined && !(URL.canParse(baseUrl) && baseUrl.endsWith('/'))) {
    throw new UsageError(`--base-url ${baseUrl} is not a base URL: give an absolute URL that ends with a slash.`);
  }
  return {
    name: 'start',
    project,
    port: Number(port),
    baseUrl,
    superAdmin,
    control,
    allowedOrigins: others['allowed-origins'],
    allowedHosts: others['allowed-host'],
    runDeployedBots: others['run-deployed-bots'],
  };
}

function parse(args: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof options }>>['values'] {
  try {
    return parseArgs({ args: [...args], options: options, allowNegative: true }).values;
  } catch (cause) {
    const [reason] = (cause as Error).message.split('. ');
    throw new UsageError(`${reason} (--help tells more).`, { cause });
  }
}
