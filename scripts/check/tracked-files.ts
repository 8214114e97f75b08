import { execFileSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { root } from '#test/run-step.ts';

const notOurs = ['**/node_modules', '**/.*', '**/dist', 'demo-report'];

/** Paths, relative to the root, of the files that git tracks or would; of all but the made ones where there is no git. */
export function trackedFiles(...patterns: readonly string[]): string[] {
  const paths = gitFiles() ?? globSync('**/*.*', { cwd: root, exclude: notOurs });
  return paths.filter(
    (path) => patterns.length === 0 || patterns.some((pattern) => matchesGlob(path, `**/${pattern}`)),
  );
}

function gitFiles(): string[] | undefined {
  try {
    const output = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
      cwd: root,
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return output
      .toString()
      .split('\n')
      .filter((path) => path && existsSync(join(root, path)));
  } catch {
    // A downloaded archive has no repository.
    return undefined;
  }
}
