import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '#test/run-step.ts';

/** Paths, relative to the root, of the files that git tracks or would: what a clone holds. */
export function trackedFiles(...patterns: readonly string[]): string[] {
  const output = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...patterns], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  });
  return output
    .toString()
    .split('\n')
    .filter((path) => path && existsSync(join(root, path)));
}
