import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { freePort } from '@auth-patterns/scripts/house/ports.ts';
import { expect } from '@playwright/test';
import type { Window } from './window.ts';

const display = ':97';

/** Opens a window of WebKitGTK's MiniBrowser, over WebDriver. It has to have a display: Xvfb makes one. */
export async function openWebKit(driver: string): Promise<Window> {
  const port = await freePort();
  const own = process.env['DISPLAY'];
  const children: ChildProcess[] = own ? [] : [spawn('Xvfb', [display, '-screen', '0', '1280x900x24'])];
  const env = { ...process.env, DISPLAY: own ?? display, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' };
  children.push(spawn(driver, [`--port=${port}`, '--host=127.0.0.1'], { env, stdio: 'ignore' }));
  const ask = async (path: string, body: object): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${port}/session${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    const { value } = (await answer.json()) as { value: unknown };
    if (!answer.ok) {
      throw new Error(`WebKitWebDriver: ${JSON.stringify(value)}`);
    }
    return value;
  };
  const [binary] = globSync('/usr/lib/*/webkit*gtk-*/MiniBrowser');
  const alwaysMatch = { 'webkitgtk:browserOptions': { binary, args: ['--automation'] } };
  let sessionId = '';
  await expect(async () => {
    ({ sessionId } = (await ask('', { capabilities: { alwaysMatch } })) as { sessionId: string });
  }).toPass({ timeout: 60_000 });
  return {
    goTo: async (url) => void (await ask(`/${sessionId}/url`, { url })),
    evaluate: (expression) => ask(`/${sessionId}/execute/sync`, { script: `return ${expression}`, args: [] }),
    close: async () => {
      await fetch(`http://127.0.0.1:${port}/session/${sessionId}`, { method: 'DELETE' });
      for (const child of children) {
        child.kill();
        await once(child, 'exit');
      }
    },
  };
}
