import { execFileSync } from 'node:child_process';

/** Makes a folder a git repository with one commit. @returns false where there is no git. */
export function commitAll(folder: string, message: string): boolean {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: folder, stdio: 'pipe', env: ownRepository() }).toString();
  try {
    git('--version');
  } catch {
    return false;
  }
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  const author = isKnown(git) ? [] : ['-c', 'user.name=Starter', '-c', 'user.email=starter@localhost'];
  git(...author, '-c', 'commit.gpgsign=false', 'commit', '--quiet', '--no-verify', '--message', message);
  return true;
}

/** Whoever has told git no name gets one, for this commit alone. */
function isKnown(git: (...args: readonly string[]) => string): boolean {
  try {
    return git('config', 'user.name').trim() !== '' && git('config', 'user.email').trim() !== '';
  } catch {
    return false;
  }
}

/** A hook of this repository, in which the command may run, names it to every git below. */
function ownRepository(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX)$/.test(name)),
  );
}
