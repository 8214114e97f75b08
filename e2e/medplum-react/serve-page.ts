import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, preview } from 'vite';

/** A page of Medplum's own components. `close` stops serving it. */
export type ServedPage = Readonly<{ url: string; close: () => Promise<void> }>;

/** Builds the page and serves it on a free port. */
export async function servePage(): Promise<ServedPage> {
  const outDir = await mkdtemp(join(tmpdir(), 'medplum-react-'));
  const config = { root: import.meta.dirname, configFile: false, logLevel: 'error' } as const;
  await build({ ...config, build: { outDir, emptyOutDir: true, minify: false } });
  const server = await preview({ ...config, build: { outDir }, preview: { host: 'localhost', port: 0 } });
  return {
    url: server.resolvedUrls?.local[0] ?? '',
    close: async () => {
      await server.close();
      await rm(outDir, { recursive: true });
    },
  };
}
