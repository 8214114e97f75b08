import { parseArgs } from 'node:util';
import { patterns } from './patterns.ts';
import { ProvisionError } from './provision-error.ts';
import { serverUrl } from './server-url.ts';

/** What was asked for on the command line. Credentials are never among it: every user of a machine can read arguments. */
export type Orders = Readonly<{
  baseUrl: string;
  /** The app whose pattern is set up; all when absent. */
  app: string | undefined;
  /** Id or name of the Project, when the administrator belongs to several. */
  project: string | undefined;
  /** Where the browser app is served, when not at `http://localhost:3001`. */
  spaOrigin: string | undefined;
  /** Where the server reaches the identity provider of the demo, when not at `http://localhost:8104`. */
  idpOrigin: string | undefined;
  isDryRun: boolean;
  isDestroy: boolean;
}>;

/** What is true when nothing is said. */
export const noOrders: Omit<Orders, 'baseUrl'> = {
  app: undefined,
  project: undefined,
  spaOrigin: undefined,
  idpOrigin: undefined,
  isDryRun: false,
  isDestroy: false,
};

const apps = Object.keys(patterns);
/** Said of patterns in whose apps something is served, or signs people in. */
const origins: Readonly<Record<string, string>> = {
  spaClient: '  --spa-origin URL     where the browser app will be served; http://localhost:3001 when absent\n',
  idp: "  --idp-origin URL     where the server reaches the demo's identity provider; left out on a server elsewhere\n",
};

export const usage = `npm run provision -- --base-url URL [--project NAME] [--destroy] [--dry-run]

Sets up the clinic, whose files are in packages/demo-project, in a Medplum project, and writes .env.

  --base-url URL       the Medplum server, for example https://api.medplum.com/
${apps.length > 1 ? `  --app NAME           one pattern alone: ${apps.join(', ')}\n` : ''}\
  --project NAME       name or id of the Project, when the administrator belongs to several
${Object.values(origins).join('')}\
  --dry-run            prints the plan, and changes nothing
  --destroy            takes back what this command made, and nothing else

Who signs in, by variables: MEDPLUM_ADMIN_EMAIL and MEDPLUM_ADMIN_PASSWORD, which are asked for when a terminal is
there, or MEDPLUM_ADMIN_CLIENT_ID and MEDPLUM_ADMIN_CLIENT_SECRET. With MEDPLUM_SUPER_ADMIN_EMAIL and
MEDPLUM_SUPER_ADMIN_PASSWORD it also sets what only a super administrator can.

On a server elsewhere the clinic's people get the password in MEDPLUM_PEOPLE_PASSWORD; without it, one that nobody
knows. On this machine they have the demo's, which are public.`;

/**
 * Reads the arguments.
 *
 * @returns Nothing when help was asked for.
 * @throws ProvisionError with the code `arguments` or `insecure-url`.
 */
export function readCommandLine(args: readonly string[]): Orders | undefined {
  const { values } = parse(args);
  if (values.help) {
    return undefined;
  }
  if (!values['base-url']) {
    throw new ProvisionError('arguments', `Say which server: --base-url URL.\n\n${usage}`);
  }
  return {
    baseUrl: serverUrl(values['base-url']),
    app: values.app,
    project: values.project,
    spaOrigin: values['spa-origin'],
    idpOrigin: values['idp-origin'],
    isDryRun: values['dry-run'] ?? false,
    isDestroy: values.destroy ?? false,
  };
}

// The type of the values follows from the options.
// oxlint-disable-next-line typescript/explicit-function-return-type
function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        'base-url': text,
        app: text,
        project: text,
        'spa-origin': text,
        'idp-origin': text,
        'dry-run': flag,
        destroy: flag,
        help: flag,
      },
    });
  } catch (error) {
    throw new ProvisionError('arguments', `${problemOf(error as NodeJS.ErrnoException)}\n\n${usage}`);
  }
}

/** Repeats no value: somebody may have typed a secret as an argument. */
function problemOf({ code, message }: NodeJS.ErrnoException): string {
  const [option = ''] = /--[a-z][a-z-]*/.exec(message) ?? [];
  return code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION'
    ? `There is no option ${option}.`
    : code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE'
      ? `${option} is followed by the wrong thing.`
      : 'Everything is said with options.';
}
