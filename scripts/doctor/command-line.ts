import { parseArgs } from 'node:util';
import { appNames, type AppName } from '#house/app-process.ts';

/** What was asked for. No credential is among it: every user of a machine can read arguments. */
export type Orders = Readonly<{
  apps: readonly AppName[];
  isJson: boolean;
  /** Where spa-client is served, when not where `npm start` serves it. */
  spaOrigin: string | undefined;
  /** Name or id of the Project, when the administrator belongs to several. */
  project: string | undefined;
  /** Who is sent a mail that resets a password, to find out whether mails arrive. */
  mailTo: string | undefined;
}>;

export const usage = `npm run doctor -- [--app NAME] [--output json] [--spa-origin URL] [--project NAME] [--mail-to ADDRESS]

Says what is wrong with the set-up, and the fix. It changes no setting, and shows no secret.

  --app NAME           one app alone: ${appNames.join(', ')}
  --output json        for programs
  --spa-origin URL     where spa-client is served, when not by npm start
  --project NAME       name or id of the Project, when the administrator belongs to several
  --mail-to ADDRESS    has Medplum send this user a mail that resets the password: the only way to find out
                       whether mails arrive

What only an administrator can see is looked at when MEDPLUM_ADMIN_EMAIL and MEDPLUM_ADMIN_PASSWORD are set, or
MEDPLUM_ADMIN_CLIENT_ID and MEDPLUM_ADMIN_CLIENT_SECRET; on the mock the demo's administrator is used.

Exit codes: 0 no fault, 1 a fault, 2 wrong arguments.`;

/** Arguments that make no sense. The message says which. */
export class UsageError extends Error {}

/**
 * Reads the arguments.
 *
 * @returns undefined when help was asked for.
 * @throws UsageError that repeats no value: somebody may have typed a secret.
 */
export function readCommandLine(args: readonly string[]): Orders | undefined {
  const values = parse(args);
  if (values.help) {
    return undefined;
  }
  const app = appNames.find((name) => name === values.app);
  if (values.app !== undefined && !app) {
    throw new UsageError(`--app is one of: ${appNames.join(', ')}.`);
  }
  if (values.output !== undefined && values.output !== 'json') {
    throw new UsageError('--output is json, or left out.');
  }
  const spaOrigin = values['spa-origin'];
  if (spaOrigin !== undefined && URL.parse(spaOrigin)?.origin !== spaOrigin.replace(/\/$/, '')) {
    throw new UsageError('--spa-origin is the origin of a page, such as https://app.hospital.example');
  }
  return {
    apps: app ? [app] : ['spa-client', 'legacy-proxy', 'device-agent'],
    isJson: values.output === 'json',
    spaOrigin: spaOrigin?.replace(/\/$/, ''),
    project: values.project,
    mailTo: values['mail-to'],
  };
}

// The type of the values follows from the options.
// oxlint-disable-next-line typescript/explicit-function-return-type
function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        app: text,
        output: text,
        'spa-origin': text,
        project: text,
        'mail-to': text,
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    const [option] = /--[a-z][a-z-]*/.exec((error as Error).message) ?? [];
    throw new UsageError(option ? `${option} is no option, or lacks its value.` : 'Everything is said with options.');
  }
}
