import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { folderName, type Lab } from '#lab/lab.ts';

/** Where learners' files are, unless told otherwise: outside of the apps, and ignored by git. */
export const learnersFolder = fileURLToPath(new URL('../../.lab/', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));

/** The files of one learner: one folder a lab, each with a history of its own. */
export type LearnerFolder = Readonly<{
  /** The one file of a lab that the learner changes. */
  fileOf: (lab: Lab) => string;
  /** How to name that file to somebody who stands in the repository. */
  shownFileOf: (lab: Lab) => string;
  /** Her text, or undefined when the lab was not started. */
  read: (lab: Lab) => string | undefined;
  /** Makes the lab's folder with the problem in it. A folder that is there stays as it is. */
  begin: (lab: Lab, problem: string, story: string) => 'made' | 'kept';
  /** Writes a text in the place of hers, which is put aside first. @returns where, or undefined when both are the same. */
  replace: (lab: Lab, text: string, now: Date) => string | undefined;
}>;

/** Opens the folder of a learner; it is made when the first lab begins. */
export function openLearnerFolder(folder = learnersFolder): LearnerFolder {
  const folderOf = (lab: Lab): string => join(folder, folderName(lab));
  const fileOf = (lab: Lab): string => join(folderOf(lab), basename(lab.file));
  const read = (lab: Lab): string | undefined =>
    existsSync(fileOf(lab)) ? readFileSync(fileOf(lab), 'utf8') : undefined;

  return {
    fileOf,
    shownFileOf: (lab) => relative(root, fileOf(lab)).replaceAll('\\', '/'),
    read,
    begin: (lab, problem, story) => {
      if (read(lab) !== undefined) {
        return 'kept';
      }
      mkdirSync(folderOf(lab), { recursive: true });
      writeFileSync(fileOf(lab), problem);
      writeFileSync(join(folderOf(lab), 'README.md'), story);
      writeFileSync(join(folderOf(lab), '.gitignore'), 'saved/\ntsconfig.json\n');
      writeFileSync(join(folderOf(lab), 'tsconfig.json'), editorSettings(folderOf(lab), lab));
      commitBeginning(folderOf(lab), lab);
      return 'made';
    },
    replace: (lab, text, now) => {
      const hers = read(lab);
      if (hers === text) {
        return undefined;
      }
      const saved = join(folderOf(lab), 'saved', `${now.toISOString().replaceAll(':', '-')}-${basename(lab.file)}`);
      mkdirSync(dirname(saved), { recursive: true });
      writeFileSync(saved, hers ?? '', { flag: 'wx' });
      writeFileSync(`${fileOf(lab)}.new`, text);
      renameSync(`${fileOf(lab)}.new`, fileOf(lab));
      return relative(root, saved).replaceAll('\\', '/');
    },
  };
}

/** Lets an editor find what the file imports: it lies elsewhere, but belongs into the app. */
function editorSettings(folder: string, { file }: Lab): string {
  const home = relative(folder, join(root, dirname(file))).replaceAll('\\', '/');
  const app = relative(folder, join(root, file.split('/').slice(0, 2).join('/'))).replaceAll('\\', '/');
  const { imports = {} } = JSON.parse(readFileSync(join(folder, app, 'package.json'), 'utf8')) as {
    imports?: Readonly<Record<string, string>>;
  };
  const paths = Object.fromEntries(
    Object.entries(imports).map(([name, path]) => [name, [`${app}/${path.replace('./', '')}`]]),
  );
  const settings = {
    extends: relative(folder, join(root, 'tsconfig.base.json')).replaceAll('\\', '/'),
    compilerOptions: { types: ['node'], lib: ['es2024', 'dom'], rootDirs: ['.', home], paths },
    include: ['*.ts'],
  };
  return `${JSON.stringify(settings, undefined, 2)}\n`;
}

/** One commit at the beginning, so that `git diff` shows what is hers. All later ones are the learner's. */
function commitBeginning(folder: string, { number, title }: Lab): void {
  const git = (...args: string[]): void => void execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  const lab = ['-c', 'user.name=Lab', '-c', 'user.email=lab@localhost', '-c', 'commit.gpgSign=false'];
  try {
    git('init', '--quiet');
    git('add', '.');
    git(...lab, 'commit', '--quiet', '--no-verify', '--message', `Lab ${number}, ${title}: the problem`);
  } catch {
    // Without git, a learner has no history, and everything else.
  }
}
