import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePorts } from '#house/ports.ts';
import { npmCommand } from '#take/write/npm-command.ts';

const timeoutMs = 600_000;

/** Runs `npm start` as the first command of a folder until it says that all is up. @returns what is wrong, if anything is. */
export async function checkStart(folder: string): Promise<string | undefined> {
  const [npm, ...args] = npmCommand();
  const ports = Object.entries(await freePorts()).map(([name, port]) => [name, String(port)] as const);
  // Its port alone: what is below npm ends with it.
  const child = spawn(npm, [...args, 'start'], {
    cwd: folder,
    env: { ...process.env, ...Object.fromEntries(ports) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  const isUp = new Promise<boolean>((resolve) => {
    const listen = (chunk: Buffer): void => {
      said += String(chunk);
      if (said.includes('Ctrl-C stops everything')) {
        resolve(true);
      }
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', () => resolve(false));
    setTimeout(() => resolve(false), timeoutMs).unref();
  });
  const result = (await isUp) ? undefined : `npm start did not come up:\n${said}`;
  if (child.exitCode === null && child.pid !== undefined) {
    const ended = once(child, 'exit');
    process.kill(-child.pid, 'SIGTERM');
    await ended;
  }
  return result;
}
