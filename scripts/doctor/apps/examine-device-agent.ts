import type { ClientSettings, Environment } from '@auth-patterns/auth-config';
import type { Examination } from '#doctor/examination.ts';
import { envFiles } from '#doctor/files/env-files.ts';
import { ok, type Finding } from '#doctor/finding.ts';
import { clock } from '#doctor/server/clock.ts';
import { reachServer } from '#doctor/server/reach-server.ts';
import { agentCheck } from './agent-check.ts';
import { ownCode, ownFeatures, type App } from './app.ts';
import { settingsProblems } from './settings-problems.ts';

type ConfigModule = Readonly<{
  readFeatures: (features: readonly unknown[], env: Environment) => readonly unknown[];
  readAgentConfig: (parts: readonly unknown[], env: Environment) => Readonly<{ medplum: ClientSettings }>;
}>;

/** What is so of the agent at the analyzer: its files, its settings, and what its own `check` finds. */
export async function examineDeviceAgent(app: App, { outside, house }: Examination): Promise<readonly Finding[]> {
  const files = await envFiles(app, outside);
  const { readAgentConfig, readFeatures } = await ownCode<ConfigModule>(app, 'src/config.ts');
  const features = await ownFeatures(app);
  let medplum: ClientSettings;
  try {
    ({ medplum } = readAgentConfig(readFeatures(features, app.env), app.env));
  } catch (error) {
    return [...files, ...settingsProblems(app, [error])];
  }
  const reached = await reachServer(medplum.baseUrl, {
    variable: 'MEDPLUM_BASE_URL',
    mockUrl: house.urls.medplum,
    outside,
  });
  return [
    ...files,
    ok('settings', 'All can be used'),
    ...reached.findings,
    ...(reached.server ? [clock(reached.server, outside.now()), ...(await agentCheck(app, outside))] : []),
  ];
}
