import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningHouse } from '#house/running-house.ts';

/** What the apps and mocks printed, the built app, and whatever the apps stored. */
export function writtenFiles({ dataFolder, logFile }: RunningHouse): readonly string[] {
  const stored = readdirSync(dataFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return [logFile, ...stored];
}
