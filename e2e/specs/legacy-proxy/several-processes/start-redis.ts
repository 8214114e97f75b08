import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { freePort } from '@auth-patterns/scripts/house/ports.ts';

/** Starts a Redis that keeps nothing on disk, on a free port. */
export async function startRedis(): Promise<AsyncDisposable & Readonly<{ url: string }>> {
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) {
    if (line.includes('Ready to accept connections')) {
      return { url: `redis://127.0.0.1:${port}`, [Symbol.asyncDispose]: async () => void child.kill('SIGKILL') };
    }
  }
  throw new Error('redis-server did not start');
}
