import { spawnSync } from 'node:child_process';
import { npmCommand } from '#take/write/npm-command.ts';

export type NpmRun = Readonly<{ isOk: boolean; output: string; lastLine: string }>;

/** Runs one of a folder's own commands to its end. */
export function runNpm(folder: string, env: NodeJS.ProcessEnv, ...command: readonly string[]): NpmRun {
  const [npm, ...args] = npmCommand();
  const { status, stdout, stderr } = spawnSync(npm, [...args, ...command], {
    cwd: folder,
    env,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  const lines = stdout.trim().split('\n');
  return { isOk: status === 0, output: stdout + stderr, lastLine: lines.at(-1) ?? '' };
}
