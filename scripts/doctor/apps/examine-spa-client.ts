import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserSettings, type Environment, parseBrowserSettings } from '@auth-patterns/auth-config';
import { findAdministrator } from '#doctor/client/administrator.ts';
import { publicClient } from '#doctor/client/public-client.ts';
import { redirectUri } from '#doctor/client/redirect-uri.ts';
import type { Examination } from '#doctor/examination.ts';
import { bundle } from '#doctor/files/bundle.ts';
import { envFiles } from '#doctor/files/env-files.ts';
import { misplacedSecrets } from '#doctor/files/misplaced-secrets.ts';
import { note, notChecked, ok, type Finding } from '#doctor/finding.ts';
import { clock } from '#doctor/server/clock.ts';
import { cors } from '#doctor/server/cors.ts';
import { mail } from '#doctor/server/mail.ts';
import { reachServer, type Server } from '#doctor/server/reach-server.ts';
import { webApp } from '#doctor/server/web-app.ts';
import { ProvisionError } from '#provision/provision-error.ts';
import { ownCode, type App } from './app.ts';
import { settingsProblems } from './settings-problems.ts';

type FeatureSettingsModule = Readonly<{
  readFeatureSettings: (src: string, env: Environment) => Promise<Readonly<{ errors: readonly unknown[] }>>;
}>;

/** What is so of the browser app: its files, its settings, and what the server says to them. */
export async function examineSpaClient(app: App, examination: Examination): Promise<readonly Finding[]> {
  const { secrets, outside, house } = examination;
  const ofOthers = new Map(
    [...secrets].filter(([label]) => !label.endsWith(` of ${app.name}`) && !label.startsWith('PUBLIC_')),
  );
  const files = [...(await envFiles(app, outside)), ...misplacedSecrets(app, ofOthers), ...bundle(app, secrets)];
  const { settings, findings } = await readSettings(app);
  if (!settings) {
    return [...files, ...findings];
  }
  const reached = await reachServer(settings.baseUrl, {
    variable: 'PUBLIC_MEDPLUM_BASE_URL',
    mockUrl: house.urls.medplum,
    outside,
  });
  const answers = reached.server ? await atServer(app, settings, reached.server, examination) : [];
  return [...files, ...findings, ...reached.findings, ...answers];
}

async function readSettings(app: App): Promise<Readonly<{ settings?: BrowserSettings; findings: readonly Finding[] }>> {
  const { readFeatureSettings } = await ownCode<FeatureSettingsModule>(app, 'build/feature-settings.ts');
  const { errors } = await readFeatureSettings(join(app.folder, 'src'), app.env);
  try {
    const settings = parseBrowserSettings(app.env);
    const problems = settingsProblems(app, errors);
    return {
      settings,
      findings: problems.length > 0 ? problems : [ok('settings', 'All can be used'), ...hints(settings)],
    };
  } catch (error) {
    return { findings: settingsProblems(app, [error, ...errors]) };
  }
}

function hints({ scope }: BrowserSettings): Finding[] {
  return scope.split(' ').includes('offline_access')
    ? []
    : [
        note(
          'settings',
          'PUBLIC_MEDPLUM_SCOPE does not ask for offline_access: the session ends with the first access token.',
          'Add offline_access to it, unless that is meant.',
        ),
      ];
}

async function atServer(
  app: App,
  settings: BrowserSettings,
  server: Server,
  { orders, outside }: Examination,
): Promise<readonly Finding[]> {
  const origin = orders.spaOrigin ?? app.url;
  const { baseUrl, clientId, scope } = settings;
  const hasSmart = existsSync(join(app.folder, 'src', 'features', 'smart'));
  const looked = await Promise.all(
    ['/callback', ...(hasSmart ? ['/smart/callback'] : [])].map(async (path) =>
      redirectUri({ baseUrl, clientId, scope, uri: `${origin}${path}` }, outside),
    ),
  );
  const signInUrl = looked.find((one) => one.signInUrl)?.signInUrl;
  const redirects = new Map(looked.map(({ finding }) => [finding.text, finding]));
  return [
    clock(server, outside.now()),
    ...(await cors(baseUrl, origin, outside)),
    ...redirects.values(),
    ...(await clientSeenByAdministrator(settings, server, { orders, outside })),
    ...(signInUrl ? [await webApp(signInUrl, outside)] : []),
    await mail(server, orders.mailTo, outside),
  ];
}

async function clientSeenByAdministrator(
  { clientId, refreshGraceSeconds }: BrowserSettings,
  server: Server,
  { orders, outside }: Pick<Examination, 'orders' | 'outside'>,
): Promise<readonly Finding[]> {
  try {
    const administrator = await findAdministrator(server, orders, outside);
    return await publicClient({ clientId, graceSeconds: refreshGraceSeconds }, administrator);
  } catch (error) {
    if (error instanceof ProvisionError) {
      return [notChecked('lifetime', 'What only an administrator sees.', `an administrator. ${error.message}`)];
    }
    throw error;
  }
}
