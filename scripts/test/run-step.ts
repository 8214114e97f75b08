import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export type StepResult = Readonly<{ isOk: boolean; seconds: number }>;

/** Runs a program of `node_modules/.bin`, or Node itself, from the root, and lets it print. */
export async function runStep(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<StepResult> {
  const begin = performance.now();
  const isNode = program === 'node';
  const command = isNode ? process.execPath : join(root, 'node_modules', '.bin', program);
  const code = await new Promise<number>((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
      // The .bin files are scripts for a shell on Windows.
      shell: !isNode && process.platform === 'win32',
    });
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('exit', (exitCode) => resolve(exitCode ?? 1));
  });
  return { isOk: code === 0, seconds: (performance.now() - begin) / 1000 };
}
