import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import { findStartable } from './startable.ts';

const run = promisify(execFile);
const downloadTimeoutMs = 180_000;

/** The Chromium that `npx playwright install chromium` puts into Playwright's own folder. */
export const playwrightChromium = { path: () => chromium.executablePath(), download };

async function download(log: (line: string) => void): Promise<string | undefined> {
  log('No browser found: asking Playwright for its own (may take a few minutes) …');
  const cli = join(dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js');
  try {
    await run(process.execPath, [cli, 'install', 'chromium'], { timeout: downloadTimeoutMs });
  } catch {
    log('  Playwright could not download it.');
    return undefined;
  }
  return findStartable([chromium.executablePath()]);
}
