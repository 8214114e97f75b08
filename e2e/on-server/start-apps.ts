import { type AppName, type AppProcess, startAppProcess } from '@auth-patterns/scripts/house/app-process.ts';
import type { Ports } from '@auth-patterns/scripts/house/ports.ts';
import { spaCommand } from '@auth-patterns/scripts/house/spa-command.ts';
import { waitUntilReady } from '@auth-patterns/scripts/house/wait-until-ready.ts';

type AppsOptions = Readonly<{
  apps: readonly AppName[];
  ports: Ports;
  dataFolder: string;
  environments: Readonly<Record<AppName, Readonly<Record<string, string>>>>;
  onLine: (source: string, line: string) => void;
}>;

const quiet = '--disable-warning=ExperimentalWarning';

/** Starts the apps alone, without any mock. */
export async function startApps(options: AppsOptions): Promise<readonly AppProcess[]> {
  return Promise.all(options.apps.map(async (name) => startApp(name, options)));
}

async function startApp(name: AppName, options: AppsOptions): Promise<AppProcess> {
  const { ports, dataFolder, environments, onLine } = options;
  const env = environments[name];
  const app = startAppProcess({
    name,
    args:
      name === 'spa-client'
        ? await spaCommand({ ports, dataFolder, spa: 'built', onLine }, env)
        : [quiet, 'src/main.ts', ...(name === 'device-agent' ? ['run'] : [])],
    env,
    onLine: (line) => onLine(name, line),
  });
  const port = {
    'spa-client': ports.SPA_CLIENT_PORT,
    'legacy-proxy': ports.LEGACY_PROXY_PORT,
    'device-agent': ports.DEVICE_AGENT_STATUS_PORT,
  }[name];
  const url = `http://localhost:${port}${name === 'spa-client' ? '/' : '/healthz'}`;
  await waitUntilReady({ ...app, url, isOwn: async (response) => (await response.text()).includes(name) });
  return app;
}
