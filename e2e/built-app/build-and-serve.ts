import { fileURLToPath } from 'node:url';
import { build, type PluginOption, preview } from 'vite';

/** Where spa-client's sources are. */
export const appFolder = fileURLToPath(new URL('../../apps/spa-client', import.meta.url));

type Build = Readonly<{
  /** Where the sources are that are built; spa-client's own folder when absent. */
  root?: string;
  plugins?: PluginOption[];
}>;

/**
 * Builds spa-client into the folder and serves it on the port that the command line names, with the headers with which the
 * house serves the app. Ends the process with what Vite said when it cannot be built.
 */
export async function buildAndServe({ root = appFolder, plugins = [] }: Build): Promise<void> {
  const [outDir = '', port = ''] = process.argv.slice(2);
  const settings = { logLevel: 'silent', build: { outDir, emptyOutDir: true } } as const;
  try {
    await build({ ...settings, root, plugins });
    await preview({
      ...settings,
      root: appFolder,
      preview: { host: '127.0.0.1', port: Number(port), strictPort: true },
    });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
