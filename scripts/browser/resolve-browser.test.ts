import { expect, test, vi } from 'vitest';
import { browserVariable, resolveBrowser } from './resolve-browser.ts';

test('browser, when a variable names one that exists, is that one and no other is looked for', async () => {
  vi.stubEnv(browserVariable, process.execPath);
  const lines: string[] = [];

  expect(await resolveBrowser((line) => lines.push(line))).toBe(process.execPath);
  expect(lines).toEqual([]);
});

test('browser, when the variable names a file that is not there, is refused by the variable', async () => {
  vi.stubEnv(browserVariable, '/nowhere/chromium');

  await expect(resolveBrowser(() => undefined)).rejects.toThrow(/^E2E_BROWSER names a file that does not exist/);
});
