import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { freePort } from './free-port.ts';

/** Starts a Redis that keeps nothing on disk, on a free port; it ends with the test. Gives its URL. */
export async function startRedis(): Promise<string> {
  // A port that was free may be taken by another test in the meantime.
  return (await startOnce()) ?? (await startOnce()) ?? Promise.reject(new Error('redis-server did not start.'));
}

async function startOnce(): Promise<string | undefined> {
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  for await (const line of createInterface(child.stdout)) {
    if (line.includes('Ready to accept connections')) {
      return `redis://127.0.0.1:${port}`;
    }
  }
  return undefined;
}
