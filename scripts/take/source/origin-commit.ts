import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The commit of a repository, with `-dirty` at its end where tracked files were changed; undefined where there is no git. */
export function originCommit(root: string): string | undefined {
  if (!existsSync(join(root, '.git'))) {
    return undefined;
  }
  try {
    const args = ['describe', '--always', '--dirty', '--exclude', '*'];
    return execFileSync('git', args, { cwd: root, stdio: 'pipe', encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
