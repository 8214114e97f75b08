import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '#test/run-step.ts';
import { addFeatures } from './add-features.ts';
import { checkName, checkTarget, chosenFeatures } from './check-wish.ts';
import { chooseFeatures } from './choose-features.ts';
import { type Repository, readRepository } from './source/repository.ts';
import { readStarter, starterNames } from './source/starter.ts';
import { TakeError } from './take-error.ts';
import { takeStarter } from './take-starter.ts';

const usage = `npm run take -- STARTER FOLDER [--with FEATURES] [--name NAME]
npm run take -- --add FEATURES FOLDER [--yes]

STARTER is spa-client, legacy-proxy or device-agent. FEATURES are names with commas between them, or "all".
Without --with you are asked, or get the core alone where there is no terminal. --add shows what it will change and
asks; --yes agrees beforehand, but for files that you changed.`;

/** Takes a starter away, or adds a feature to one that was taken. Exit codes: 0 done, 1 failed, 2 wrong arguments. */
async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args);
  const repository = readRepository(root);
  if (values.help) {
    console.log(helpText(repository));
    return 0;
  }
  if (values.add !== undefined) {
    return add(repository, values.add, positionals, values);
  }
  if (values.yes) {
    return wrong('--yes goes with --add: a new folder asks nothing that it could agree to.');
  }
  const [app = '', folder] = positionals;
  if (!folder || positionals.length > 2) {
    return wrong('Name a starter and one new folder.');
  }
  if (!starterNames(repository).includes(app)) {
    throw new TakeError(
      'unknown_starter',
      `There is no starter "${app}". There are: ${starterNames(repository).join(', ')}.`,
    );
  }
  return take(repository, app, folder, values);
}

async function add(
  repository: Repository,
  wished: string,
  [folder, ...others]: readonly string[],
  { with: chosen, name, yes: isAgreed }: Readonly<{ with?: string; name?: string; yes: boolean }>,
): Promise<number> {
  if (chosen !== undefined || name !== undefined) {
    return wrong('--with and --name are for a new folder, and --add is for one that is there.');
  }
  const features = split(wished);
  if (!folder || others.length > 0 || features.length === 0) {
    return wrong('--add takes the names of features, and one folder that was taken.');
  }
  return addFeatures(repository, at(folder), features, { isTerminal: isTerminal(), isAgreed });
}

async function take(
  repository: Repository,
  app: string,
  folder: string,
  { with: wished, name }: Readonly<{ with?: string; name?: string }>,
): Promise<number> {
  const starter = readStarter(repository, app);
  const target = at(folder);
  // Nobody chooses features for a folder that cannot be made.
  checkTarget(target, repository.root);
  checkName(name ?? basename(target));
  const asked = wished === undefined && isTerminal() && starter.features.length > 0;
  const chosen = asked ? await chooseFeatures(starter) : split(wished ?? '');
  if (!chosen) {
    return 1;
  }
  const features = chosenFeatures(starter, chosen);
  const { files, hasGit } = await takeStarter(repository, { app, target, name: name ?? basename(target), features });
  const what = features.length > 0 ? `with ${features.join(', ')}` : 'its core alone';
  console.log(`${target}: ${app}, ${what}; ${files} files${hasGit ? ', one commit' : ''}.

  cd ${quoted(folder)}
  npm start     # the mock of Medplum, and the app
  npm test      # types, lint, unit tests, and a browser

README.md says how to point it at your Medplum.`);
  return 0;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        with: { type: 'string' },
        name: { type: 'string' },
        add: { type: 'string' },
        yes: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    // Node explains at length how an argument may begin with a dash.
    const [what] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    return wrong(`${what}.`);
  }
}

/** The usage, and what each starter may have beside its core. */
function helpText(repository: Repository): string {
  const lists = starterNames(repository).map((app) => {
    const features = readStarter(repository, app).features.filter(({ needsOtherApp }) => !needsOtherApp);
    return [`Features of ${app}:`, ...features.map(({ name, text }) => `  ${name.padEnd(22)}${text}`)].join('\n');
  });
  return [usage, ...lists].join('\n\n');
}

function wrong(what: string): never {
  throw new TakeError('usage', `${what}\n\n${usage}`);
}

/** npm runs commands at the root and says where it was called. */
function at(folder: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), folder);
}

function split(names: string): readonly string[] {
  return names
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

/** As a shell takes it. */
function quoted(path: string): string {
  return /^[\w./@~:\\-]+$/.test(path) ? path : `"${path}"`;
}

function isTerminal(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode =
    error instanceof TakeError && ['usage', 'unknown_starter', 'unknown_feature', 'bad_name'].includes(error.code)
      ? 2
      : 1;
}
