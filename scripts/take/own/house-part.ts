import { join } from 'node:path';
import { type AppName, appNames } from '#house/app-process.ts';

/** What a run of the browser tests covers. */
export type HousePart = Readonly<{ apps: readonly AppName[]; reports: string }>;

/** The app, and where the run writes what it found. */
export function housePart(): HousePart {
  return { apps: appNames, reports: join(import.meta.dirname, '../.reports') };
}
