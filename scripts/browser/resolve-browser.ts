import { existsSync } from 'node:fs';
import { installDebianChromium } from './debian-chromium.ts';
import { playwrightChromium } from './playwright-chromium.ts';
import { unpackShippedChromium } from './shipped-chromium.ts';
import { findStartable } from './startable.ts';
import { systemBrowsers } from './system-browsers.ts';

/** The variable that names a browser and ends the search. */
export const browserVariable = 'E2E_BROWSER';

/**
 * Finds a Chromium that is on this machine and starts: the one named by `E2E_BROWSER`, Playwright's own, the one that a
 * package ships (Linux x64), the system's.
 *
 * @param log - Is told what takes time.
 * @param isHeaded - True for one that can open a window, which the shipped one cannot.
 * @returns Path of the executable; undefined when there is none.
 * @throws Error when the variable names a file that does not exist.
 */
export async function findBrowser(log: (line: string) => void, isHeaded = false): Promise<string | undefined> {
  const named = process.env[browserVariable];
  if (named) {
    if (!existsSync(named)) {
      throw new Error(`${browserVariable} names a file that does not exist. Give the path of a Chromium or Chrome.`);
    }
    return named;
  }
  return (
    (await findStartable([playwrightChromium.path()])) ??
    // Made for having no window, it takes half the time of a whole browser that hides its own.
    (isHeaded ? undefined : await unpackShippedChromium(log)) ??
    (await findStartable(systemBrowsers()))
  );
}

/**
 * Finds a Chromium as {@link findBrowser} does, or fetches one: Playwright's by download, Debian's by apt when root.
 *
 * @throws Error that says how to get a browser.
 */
export async function resolveBrowser(log: (line: string) => void, isHeaded = false): Promise<string> {
  const found =
    (await findBrowser(log, isHeaded)) ??
    (await playwrightChromium.download(log)) ??
    (await installDebianChromium(log));
  if (found) {
    return found;
  }
  throw new Error(
    `No browser found. Install Chrome or Chromium, or run "npx playwright install chromium", or set ${browserVariable} to the path of one.`,
  );
}
