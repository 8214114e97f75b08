import { statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { App } from '#doctor/apps/app.ts';
import { fault, note, notChecked, ok, type Finding } from '#doctor/finding.ts';
import type { Outside } from '#doctor/outside.ts';

const others = 0o077;
const noRepository = 128;

/** Whether a `.env` is there, is this user's alone, and stays out of git; the same for files that hold a secret. */
export async function envFiles(app: App, { run }: Pick<Outside, 'run'>): Promise<readonly Finding[]> {
  const { name, folder, files } = app;
  const open = [...files.keys(), ...secretFiles(app)].filter((file) => isOpen(absolute(folder, file)));
  const tracked = await run('git', ['ls-files', '--', '.env*'], { cwd: folder });
  const inGit = tracked.stdout.split('\n').filter((file) => file && file !== '.env.example');
  const ignored = await run('git', ['check-ignore', '--quiet', '--no-index', '.env'], { cwd: folder });
  const problems = [
    ...open.map((file) =>
      fault('env-file', `Other users of this machine can read ${file}.`, `chmod 600 ${absolute(`apps/${name}`, file)}`),
    ),
    ...inGit.map((file) =>
      fault(
        'env-file',
        `git tracks ${file}, so everybody who has the repository has what is in it.`,
        `git rm --cached apps/${name}/${file}, commit, and give each secret in it a new value: the old ones stay in the history.`,
      ),
    ),
    ...(tracked.code === 0 && ignored.code === 1
      ? [fault('env-file', 'git would take .env along.', `Put the line .env into apps/${name}/.gitignore.`)]
      : []),
    ...(tracked.code === 0 ? [] : [gitUnknown(tracked.code)]),
  ];
  const isThere = files.has('.env');
  return [
    ...problems,
    ...(isThere ? [] : [note('env-file', 'There is no .env yet: what follows is true of .env.example.', fixMissing)]),
    ...(isThere && problems.length === 0 ? [ok('env-file', '.env is yours alone, and git leaves it out')] : []),
  ];
}

const fixMissing = 'npm start makes it for the mock, npm run provision for a real Medplum.';

function gitUnknown(code: number): Finding {
  const why = code === noRepository ? 'This folder is no git repository.' : 'git does not run here.';
  return notChecked('env-file', `Whether git tracks .env: ${why}`, 'git, and a repository');
}

/** Files that variables name, such as `MEDPLUM_CLIENT_SECRET_FILE=/run/secrets/medplum`. Certificates are public. */
function secretFiles({ env, files }: App): string[] {
  const names = new Set([...files.values()].flatMap((values) => Object.keys(values)));
  return [...names]
    .filter((name) => /(?:SECRET|KEYS?|PASSWORD|TOKEN)_FILE$|ROTATING_SECRET$/.test(name))
    .flatMap((name) => env[name] || []);
}

function isOpen(path: string): boolean {
  // Windows has no such modes.
  const found = process.platform === 'win32' ? undefined : statSync(path, { throwIfNoEntry: false });
  return found !== undefined && (found.mode & others) !== 0;
}

function absolute(folder: string, file: string): string {
  return isAbsolute(file) ? file : join(folder, file);
}
