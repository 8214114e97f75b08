import type { Ports } from '@auth-patterns/scripts/house/ports.ts';
import type { HouseUrls } from '@auth-patterns/scripts/house/start-house.ts';
import type { BuiltAppAddress } from '#built-app/start-built-app.ts';
import type { ServerAddress } from '#on-server/server-address.ts';

export const houseVariable = 'E2E_HOUSE';

/** What a spec needs to know of the house that global-setup.ts started. */
export type RunningHouse = Readonly<{
  urls: HouseUrls;
  ports: Ports;
  /** Where the apps keep their data, and the built spa-client lies. */
  dataFolder: string;
  /** Everything that the apps and mocks printed. */
  logFile: string;
  /** Begins every client secret of this run. It may show up nowhere. */
  canary: string;
  /** Secrets of the two clients that have one. */
  secrets: Readonly<{ deviceAgent: string; legacyProxy: string }>;
  /** spa-client without its defences. */
  undefended: BuiltAppAddress;
  /** spa-client without any feature. */
  core: BuiltAppAddress;
  /** A real Medplum, when the specs run on one. */
  server?: ServerAddress | undefined;
}>;

export function runningHouse(): RunningHouse {
  const json = process.env[houseVariable];
  if (!json) {
    throw new Error('No house is running: start the specs with "npm run e2e".');
  }
  return JSON.parse(json) as RunningHouse;
}
