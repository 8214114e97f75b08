import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Runs a program of the folder's packages in the folder.
 *
 * @throws Error with what it printed when it fails.
 */
export function runIn(folder: string, program: string, ...args: readonly string[]): string {
  try {
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
      VITEST: undefined,
      TEST: undefined,
    };
    return execFileSync(join(folder, 'node_modules/.bin', program), args, {
      cwd: folder,
      stdio: 'pipe',
      encoding: 'utf8',
      env,
    });
  } catch (error) {
    // One that could not be started has printed nothing.
    const { stdout, stderr, message } = error as Readonly<{ stdout?: string; stderr?: string; message: string }>;
    throw new Error(`${program} ${args.join(' ')} failed:\n${stdout ?? message}${stderr ?? ''}`, { cause: error });
  }
}
