import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'vite';
import type { Figure } from './figure.ts';

const kibibyte = 1024;

/** What a browser fetches before spa-client's first screen, compressed: with all features and with none. */
export async function firstScreenSize(): Promise<Figure[]> {
  process.env['PUBLIC_MEDPLUM_BASE_URL'] ??= 'http://localhost:8103/';
  process.env['PUBLIC_MEDPLUM_CLIENT_ID'] ??= 'any';
  const all = await buildFirstScreen([]);
  const none = await buildFirstScreen([noFeatures]);
  const figure = (what: string, bytes: number, goal: number): Figure => ({
    what: `spa-client first screen, ${what}, gzip`,
    value: `${(bytes / kibibyte).toFixed(1)} KiB`,
    goal: `goal ${goal} KiB`,
  });
  return [
    figure('JavaScript', all.js, 120),
    figure('JavaScript without features', none.js, 100),
    figure('CSS', all.css, 40),
  ];
}

/** Stands in for the list of features. */
const noFeatures: Plugin = {
  name: 'no-features',
  load: { filter: { id: /spa-client\/src\/features\.ts$/ }, handler: () => 'export const features = [];' },
};

async function buildFirstScreen(plugins: Plugin[]): Promise<Readonly<{ js: number; css: number }>> {
  const outDir = mkdtempSync(join(tmpdir(), 'first-screen-'));
  try {
    const root = fileURLToPath(new URL('../apps/spa-client', import.meta.url));
    await build({ root, plugins, logLevel: 'error', build: { outDir, emptyOutDir: true } });
    const html = readFileSync(join(outDir, 'index.html'), 'utf8');
    const size = (extension: string): number =>
      [...html.matchAll(new RegExp(`(?:src|href)="/([^"]+\\.${extension})"`, 'g'))]
        .map(([, path = '']) => gzipSync(readFileSync(join(outDir, path))).length)
        .reduce((sum, bytes) => sum + bytes, 0);
    return { js: size('js'), css: size('css') };
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}
