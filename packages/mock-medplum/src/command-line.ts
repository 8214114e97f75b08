import { parseArgs, type ParseArgsConfig } from 'node:util';

/** What the command prints when it is asked for help. */
export const USAGE = `Usage: mock-medplum --project DIR [--port 8103] [--base-url URL]

  --project DIR    folder with FHIR JSON files and passwords.json
  --port PORT      TCP port on 127.0.0.1; default 8103, 0 takes a free one
  --base-url URL   issuer and base URL; default http://localhost:PORT/
  --help           print this

Exit codes: 0 stopped, 1 cannot start, 2 wrong arguments`;

/** The arguments are wrong; the message is one line that says which and what to do. */
export class UsageError extends Error {}

/** What the command was asked to do. */
export type Command =
  | Readonly<{ name: 'help' }>
  | Readonly<{ name: 'start'; project: string; port: number; baseUrl: string | undefined }>;

const OPTIONS = {
  project: { type: 'string' },
  port: { type: 'string', default: '8103' },
  'base-url': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const satisfies ParseArgsConfig['options'];

/**
 * Reads the arguments that follow the command's name.
 *
 * @throws UsageError.
 */
export function readCommandLine(args: readonly string[]): Command {
  const { project, port, 'base-url': baseUrl, help } = parse(args);
  if (help) {
    return { name: 'help' };
  }
  if (!project) {
    throw new UsageError('--project is missing: name a folder with FHIR JSON files (--help tells more).');
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UsageError(`--port ${port} is not a port: give a number from 0 to 65535.`);
  }
  if (baseUrl !== undefined && !(URL.canParse(baseUrl) && baseUrl.endsWith('/'))) {
    throw new UsageError(`--base-url ${baseUrl} is not a base URL: give an absolute URL that ends with a slash.`);
  }
  return { name: 'start', project, port: Number(port), baseUrl };
}

function parse(args: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'] {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (cause) {
    const [reason] = (cause as Error).message.split('. ');
    throw new UsageError(`${reason} (--help tells more).`, { cause });
  }
}
