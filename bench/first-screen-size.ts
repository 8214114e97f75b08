import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import type { Figure } from './figure.ts';

const kibibyte = 1024;

/** What a browser fetches before spa-client's first screen, compressed. */
export async function firstScreenSize(): Promise<Figure[]> {
  const outDir = mkdtempSync(join(tmpdir(), 'first-screen-'));
  process.env['PUBLIC_MEDPLUM_BASE_URL'] ??= 'http://localhost:8103/';
  process.env['PUBLIC_MEDPLUM_CLIENT_ID'] ??= 'any';
  try {
    const root = fileURLToPath(new URL('../apps/spa-client', import.meta.url));
    await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true } });
    const html = readFileSync(join(outDir, 'index.html'), 'utf8');
    const size = (extension: string): number =>
      [...html.matchAll(new RegExp(`(?:src|href)="/([^"]+\\.${extension})"`, 'g'))]
        .map(([, path = '']) => gzipSync(readFileSync(join(outDir, path))).length)
        .reduce((sum, bytes) => sum + bytes, 0);
    return [
      {
        what: 'spa-client first screen, JavaScript, gzip',
        value: `${(size('js') / kibibyte).toFixed(0)} KiB`,
        goal: 'goal 120 KiB',
      },
      {
        what: 'spa-client first screen, CSS, gzip',
        value: `${(size('css') / kibibyte).toFixed(0)} KiB`,
        goal: 'goal 40 KiB',
      },
    ];
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}
