import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { SandboxLimits } from './sandbox-limits.ts';
import { mainProgram } from './sandbox-program.ts';

/** A process that waits for its first line. */
export type SandboxProcess = ChildProcessByStdio<Writable, Readable, null>;

const isPosix = process.platform !== 'win32';
/**
 * What the kernel holds the process to: no core dump, no byte in any file, some seconds of a processor also when this
 * process is gone, and few file descriptors, which the program uses up so that a socket cannot be had.
 */
const limitAndRun = 'unset PWD OLDPWD SHLVL; ulimit -c 0; ulimit -f 0; ulimit -t 120; ulimit -n 64; exec "$0" "$@"';

/**
 * Starts a Node that may do nothing: no files but /dev/null, no processes, threads, addons, inspector, variables or
 * arguments, and no code from strings outside of the Bot's own realm.
 */
export function spawnSandbox({ heapMegabytes }: Pick<SandboxLimits, 'heapMegabytes'>): SandboxProcess {
  const node = [
    process.execPath,
    '--permission',
    ...(isPosix ? ['--allow-fs-read=/dev/null'] : []),
    '--disallow-code-generation-from-strings',
    `--max-old-space-size=${heapMegabytes}`,
    '--no-warnings',
    '--eval',
    mainProgram(),
  ];
  const [command = '', ...args] = isPosix ? ['/bin/sh', '-c', limitAndRun, ...node] : node;
  return spawn(command, args, {
    cwd: isPosix ? '/' : process.env['SystemRoot'],
    // Windows needs the first; the second gives each machine the same days, as in Medplum's cloud.
    env: isPosix ? { TZ: 'UTC' } : { SystemRoot: process.env['SystemRoot'] },
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
}
