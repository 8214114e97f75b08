import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '@auth-patterns/auth-config';
import { administratorsClient } from '#doctor/client/administrators-client.ts';
import type { Finding } from '#doctor/finding.ts';
import type { Outside } from '#doctor/outside.ts';
import { ownCode, type App } from './app.ts';

type SettingsModule = Readonly<{
  readOnBehalfOf: (
    env: Environment,
  ) =>
    | Readonly<{ adminClientId: string; adminClientSecret: string; memberships: ReadonlyMap<string, string> }>
    | undefined;
}>;

const settings = 'src/features/on-behalf-of/settings.ts';

/** Looks at the second client of legacy-proxy, where the feature is there and set up. */
export async function onBehalfOf(
  app: App,
  { env, baseUrl }: Readonly<{ env: Environment; baseUrl: string }>,
  outside: Pick<Outside, 'fetch'>,
): Promise<readonly Finding[]> {
  if (!existsSync(join(app.folder, settings))) {
    return [];
  }
  const found = (await ownCode<SettingsModule>(app, settings)).readOnBehalfOf(env);
  return found
    ? administratorsClient(
        baseUrl,
        { clientId: found.adminClientId, clientSecret: found.adminClientSecret, memberships: found.memberships },
        outside,
      )
    : [];
}
