import { existsSync } from 'node:fs';
import { installDebianChromium } from './debian-chromium.ts';
import { playwrightChromium } from './playwright-chromium.ts';
import { findStartable } from './startable.ts';
import { systemBrowsers } from './system-browsers.ts';
import { unpackShippedChromium } from './shipped-chromium.ts';

/** The variable that names a browser and ends the search. */
export const browserVariable = 'E2E_BROWSER';

/**
 * Finds a Chromium that starts: the one named by `E2E_BROWSER`, Playwright's own, the system's, the one that a package
 * ships (Linux x64), Playwright's by download, Debian's by apt when root.
 *
 * @param log - Is told what takes time.
 * @returns Path of the executable.
 * @throws Error that says how to get a browser.
 */
export async function resolveBrowser(log: (line: string) => void): Promise<string> {
  const named = process.env[browserVariable];
  if (named) {
    if (!existsSync(named)) {
      throw new Error(`${browserVariable} names a file that does not exist. Give the path of a Chromium or Chrome.`);
    }
    return named;
  }
  const sources = [
    () => findStartable([playwrightChromium.path(), ...systemBrowsers()]),
    () => unpackShippedChromium(log),
    () => playwrightChromium.download(log),
    () => installDebianChromium(log),
  ];
  for (const source of sources) {
    const found = await source();
    if (found) {
      return found;
    }
  }
  throw new Error(
    `No browser found. Install Chrome or Chromium, or run "npx playwright install chromium", or set ${browserVariable} to the path of one.`,
  );
}
