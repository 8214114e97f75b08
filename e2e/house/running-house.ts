import type { DemoClientName } from '@auth-patterns/demo-project';
import type { HouseUrls } from '@auth-patterns/scripts/house/house-urls.ts';
import type { Ports } from '@auth-patterns/scripts/house/ports.ts';
import type { ServerAddress } from '#on-server/server-address.ts';

export const houseVariable = 'E2E_HOUSE';

/** Where another build of the app is served, or why it could not be built. */
export type BuiltAppAddress = Readonly<{ url: string; folder: string }> | Readonly<{ problem: string }>;

/** Another build of the app, in a process of its own. */
export type BuiltApp = Readonly<{ address: BuiltAppAddress; stop: () => Promise<void> }>;

/** What a spec needs to know of the house that global-setup.ts started. */
export type RunningHouse = Readonly<{
  urls: HouseUrls;
  ports: Ports;
  /** Where the apps keep their data, and what was built lies. */
  dataFolder: string;
  /** Everything that the apps and mocks printed. */
  logFile: string;
  /** Begins every client secret of this run. It may show up nowhere. */
  canary: string;
  /** Secrets of the clients that have one. */
  secrets: Readonly<Record<DemoClientName, string>>;
  /** Where other builds of the app are served, by name. */
  builds: Readonly<Record<string, BuiltAppAddress>>;
  /** A real Medplum, when the specs run on one. */
  onServer?: ServerAddress | undefined;
}>;

export function runningHouse(): RunningHouse {
  const json = process.env[houseVariable];
  if (!json) {
    throw new Error('No house is running: start the specs with "npm run e2e".');
  }
  return JSON.parse(json) as RunningHouse;
}
