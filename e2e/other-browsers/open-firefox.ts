import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@auth-patterns/scripts/house/ports.ts';
import { retry } from './retry.ts';
import type { Window } from './window.ts';

type Answer = Readonly<{ id?: number; type: string; result?: unknown; message?: string }>;
type Send = (method: string, params: object) => Promise<unknown>;

/** Opens a window of Debian's Firefox, over WebDriver BiDi. Playwright 1.65 asks it for what it cannot do. */
export async function openFirefox(executable: string): Promise<Window> {
  const profile = mkdtempSync(join(tmpdir(), 'firefox-'));
  const port = await freePort();
  const args = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', String(port)];
  const child = spawn(executable, args, { stdio: 'ignore' });
  const socket = await retry(() => connect(`ws://127.0.0.1:${port}/session`));
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

async function connect(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error(`Firefox does not answer at ${url}.`)));
  });
  return socket;
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
