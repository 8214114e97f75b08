import { join } from 'node:path';
import { type AppName, appNames } from '#house/app-process.ts';

/** What a run of the browser tests covers. */
export type HousePart = Readonly<{ apps: readonly AppName[]; hasOtherBuilds: boolean; reports: string }>;

/** The app, and where the run writes what it found. */
export function housePart(): HousePart {
  return { apps: appNames, hasOtherBuilds: true, reports: join(import.meta.dirname, '../.reports') };
}
