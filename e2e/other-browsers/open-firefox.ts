import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@auth-patterns/scripts/house/ports.ts';
import { expect } from '@playwright/test';
import type { Window } from './window.ts';

type Answer = Readonly<{ id?: number; type: string; result?: unknown; message?: string }>;
type Send = (method: string, params: object) => Promise<unknown>;

/** Opens a window of Debian's Firefox, over WebDriver BiDi (docs/decisions/0014: Playwright cannot yet). */
export async function openFirefox(executable: string): Promise<Window> {
  const profile = mkdtempSync(join(tmpdir(), 'firefox-'));
  const port = await freePort();
  const args = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', String(port)];
  const child = spawn(executable, args, { stdio: 'ignore' });
  await expect(() => fetch(`http://127.0.0.1:${port}/`)).toPass({ timeout: 60_000 });
  const socket = new WebSocket(`ws://127.0.0.1:${port}/session`);
  await once(socket, 'open', { signal: AbortSignal.timeout(60_000) });
  const send = createSend(socket);
  await send('session.new', { capabilities: {} });
  const { contexts } = (await send('browsingContext.getTree', {})) as { contexts: readonly { context: string }[] };
  const context = contexts[0]?.context;
  return {
    goTo: async (url) => void (await send('browsingContext.navigate', { context, url, wait: 'complete' })),
    evaluate: async (expression) => {
      const params = { expression: `JSON.stringify(${expression})`, target: { context }, awaitPromise: true };
      const { result } = (await send('script.evaluate', params)) as { result?: { value?: string } };
      return result?.value === undefined ? undefined : (JSON.parse(result.value) as unknown);
    },
    close: async () => {
      child.kill();
      await once(child, 'exit');
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function createSend(socket: WebSocket): Send {
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer;
    waiting.get(answer.id ?? -1)?.(answer);
  });
  let last = 0;
  return async (method, params) => {
    const id = (last += 1);
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
    if (answer.type === 'error') {
      throw new Error(`${method}: ${answer.message}`);
    }
    return answer.result;
  };
}
