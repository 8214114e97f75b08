import { join } from 'node:path';
import { type AppName, appNames } from '@auth-patterns/scripts/house/app-process.ts';
import { serverVariable } from '#on-server/server-address.ts';

/** Names the folder below `specs` that is run; all are when it is not set. */
const partVariable = 'E2E_PART';

// What lies in `house` is about the mocks alone.
const everything = process.env[serverVariable] ? `{${appNames.join(',')}}` : '*';

/** What one run of Playwright covers. */
export type HousePart = Readonly<{
  /** Which specs. */
  specs: string;
  /** The apps that they need. */
  apps: readonly AppName[];
  /** Whether spa-client is built twice more, without its defences and without any feature. */
  hasOtherBuilds: boolean;
  /** Where the run writes what it found. */
  reports: string;
}>;

/** Reads which part of the specs is to be run. */
export function housePart(): HousePart {
  const name = process.env[partVariable] ?? 'all';
  const app = appNames.find((known) => known === name);
  return {
    specs: `**/specs/${name === 'all' ? everything : name}/**/*.spec.ts`,
    apps: app ? [app] : appNames,
    // A demo tells a story once, of the app as it is.
    hasOtherBuilds: (name === 'all' || name === 'spa-client') && !process.env['E2E_DEMO'],
    reports: join(import.meta.dirname, '../.reports', process.env[serverVariable] ? 'medplum' : name),
  };
}
