import type { ClientSettings, Environment } from '@auth-patterns/auth-config';
import { confidentialClient } from '#doctor/client/confidential-client.ts';
import { cookies } from '#doctor/client/cookies.ts';
import type { Examination } from '#doctor/examination.ts';
import { envFiles } from '#doctor/files/env-files.ts';
import { ok, type Finding } from '#doctor/finding.ts';
import { clock } from '#doctor/server/clock.ts';
import { reachServer } from '#doctor/server/reach-server.ts';
import { ownCode, ownFeatures, type App } from './app.ts';
import { onBehalfOf } from './on-behalf-of.ts';
import { settingsProblems } from './settings-problems.ts';

type Config = Readonly<{
  medplum: ClientSettings;
  publicOrigin: string | undefined;
  features: readonly Readonly<{ secrets?: readonly string[] }>[];
}>;
type TokenRequest = (form: URLSearchParams) => Promise<Response>;
type OwnModules = Readonly<{
  config: Readonly<{
    readConfig: (features: readonly unknown[], env: Environment) => Config;
    readEnvironment: (env: Environment) => Environment;
  }>;
  features: readonly unknown[];
  signIn: Readonly<{
    createMedplumSession: (options: object) => Readonly<{ accessToken: () => Promise<string> }>;
  }>;
  tokenRequest: Readonly<{ addToTokenRequest: (config: Config, send: TokenRequest) => TokenRequest }>;
}>;

/** What is so of the server of the legacy application: its files, its settings, and what Medplum says to its client. */
export async function examineLegacyProxy(app: App, examination: Examination): Promise<readonly Finding[]> {
  const { outside, house } = examination;
  const files = await envFiles(app, outside);
  const own = await loadOwn(app);
  let env: Environment;
  let config: Config;
  try {
    env = own.config.readEnvironment(app.env);
    config = own.config.readConfig(own.features, env);
  } catch (error) {
    return [...files, ...settingsProblems(app, [error])];
  }
  const { medplum, publicOrigin } = config;
  const reached = await reachServer(medplum.baseUrl, {
    variable: 'MEDPLUM_BASE_URL',
    mockUrl: house.urls.medplum,
    outside,
  });
  return [
    ...files,
    ok('settings', 'All can be used'),
    ...reached.findings,
    ...(reached.server
      ? [
          clock(reached.server, outside.now()),
          ...(await client(own, config, examination)),
          ...(await onBehalfOf(app, { env, baseUrl: medplum.baseUrl }, outside)),
        ]
      : []),
    ...(await cookies({ localUrl: app.url, publicOrigin }, outside)),
  ];
}

/** Signs in with the app's own code, whatever it has in place of a secret. */
async function client(
  { signIn, tokenRequest }: OwnModules,
  config: Config,
  { outside }: Pick<Examination, 'outside'>,
): Promise<readonly Finding[]> {
  const { baseUrl, clientId, refreshGraceSeconds } = config.medplum;
  const session = signIn.createMedplumSession({
    settings: config.medplum,
    fetch: outside.fetch,
    now: outside.now,
    tokenRequest: (send: TokenRequest) => tokenRequest.addToTokenRequest(config, send),
  });
  return confidentialClient(
    { baseUrl, clientId, accessToken: session.accessToken, graceSeconds: refreshGraceSeconds },
    outside,
  );
}

async function loadOwn(app: App): Promise<OwnModules> {
  const [config, features, signIn, tokenRequest] = await Promise.all([
    ownCode<OwnModules['config']>(app, 'src/config.ts'),
    ownFeatures(app),
    ownCode<OwnModules['signIn']>(app, 'src/medplum/sign-in.ts'),
    ownCode<OwnModules['tokenRequest']>(app, 'src/add-to-token-request.ts'),
  ]);
  return { config, features, signIn, tokenRequest };
}
