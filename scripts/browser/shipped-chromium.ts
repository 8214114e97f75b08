import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findStartable } from './startable.ts';

const folder = fileURLToPath(new URL('../../node_modules/.cache/chromium', import.meta.url));

/** Unpacks the Chromium that @sparticuz/chromium ships for Linux x64, and returns it if it starts here. */
export async function unpackShippedChromium(log: (line: string) => void): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return undefined;
  }
  const unpacked = await findStartable([join(folder, 'chromium')]);
  if (unpacked) {
    return unpacked;
  }
  log('Unpacking the browser that comes with the packages …');
  const { TMPDIR: before } = process.env;
  try {
    // The package unpacks into the temporary folder and trusts what lies there, so it gets a folder of its own.
    mkdirSync(folder, { recursive: true });
    process.env['TMPDIR'] = folder;
    const { default: shipped } = await import('@sparticuz/chromium');
    return await findStartable([await shipped.executablePath()]);
  } catch {
    return undefined;
  } finally {
    if (before === undefined) {
      delete process.env['TMPDIR'];
    } else {
      process.env['TMPDIR'] = before;
    }
  }
}
