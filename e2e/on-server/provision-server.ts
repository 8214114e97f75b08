import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { demoIds } from '@auth-patterns/demo-project';
import { type AppName, appNames } from '@auth-patterns/scripts/house/app-process.ts';
import { noOrders } from '@auth-patterns/scripts/provision/command-line.ts';
import { findCredentials, findSuperCredentials } from '@auth-patterns/scripts/provision/credentials.ts';
import { provision } from '@auth-patterns/scripts/provision/provision.ts';

/** What a server is provisioned for. */
export type ServerRun = Readonly<{ baseUrl: string; spaOrigin: string; idpOrigin: string; root: string }>;

type Provisioned = Readonly<{
  projectId: string;
  ids: Readonly<Record<string, string>>;
  environments: Readonly<Record<AppName, Readonly<Record<string, string>>>>;
}>;

/** Sets the clinic up, or right again, as `npm run provision` does; the apps' own `.env` files stay as they are. */
export async function provisionServer({ baseUrl, spaOrigin, idpOrigin, root }: ServerRun): Promise<Provisioned> {
  for (const app of appNames) {
    mkdirSync(join(root, 'apps', app), { recursive: true });
    const example = fileURLToPath(new URL(`../../apps/${app}/.env.example`, import.meta.url));
    cpSync(example, join(root, 'apps', app, '.env.example'));
  }
  const lines: string[] = [];
  const { projectId, saved } = await provision({
    orders: { ...noOrders, baseUrl, spaOrigin, idpOrigin },
    credentials: async () => findCredentials(process.env, undefined),
    superCredentials: findSuperCredentials(process.env),
    root,
    outside: { fetch, sleep, say: (line) => lines.push(line) },
  });
  const missing = lines.join('\n').match(/^ {2}! .*$/gm);
  if (missing) {
    console.warn(`The specs that need one of these will fail:\n${missing.join('\n')}`);
  }
  const ids = Object.fromEntries([...saved].map(([demoId, { id }]) => [demoId, id]));
  return {
    projectId,
    ids: { ...ids, [demoIds.project]: projectId },
    environments: Object.fromEntries(
      appNames.map((app) => [app, parseEnv(readFileSync(join(root, 'apps', app, '.env'), 'utf8'))]),
    ) as Provisioned['environments'],
  };
}
