import { join } from 'node:path';
import { build, preview } from 'vite';
import { sourceEdits } from './source-edits.ts';
import { undefendPlugin } from './undefend-plugin.ts';

/** Builds spa-client without its defences and serves it as the house serves the app. */
async function main([outDir = '', port = '']: readonly string[]): Promise<void> {
  const settings = {
    root: join(import.meta.dirname, '../../apps/spa-client'),
    logLevel: 'silent',
    build: { outDir, emptyOutDir: true },
  } as const;
  await build({ ...settings, plugins: [undefendPlugin(sourceEdits)] });
  await preview({ ...settings, preview: { host: '127.0.0.1', port: Number(port), strictPort: true } });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
