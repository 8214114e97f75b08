import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { patterns } from './patterns.ts';
import { ProvisionError } from './provision-error.ts';
import type { ClinicResource } from './select-resources.ts';

/** Folders by app: those of a repository that has several, or the root of one that is an app itself. */
export function findApps(
  root: string,
  clinic: readonly ClinicResource[],
  wanted: string | undefined,
): ReadonlyMap<string, string> {
  const names = new Set(clinic.flatMap((one) => (one.resourceType === 'ClientApplication' ? [one.name] : [])));
  const known = Object.keys(patterns).filter((app) => names.has(app));
  if (wanted && !known.includes(wanted)) {
    throw new ProvisionError('arguments', `--app is one of: ${known.join(', ')}.`);
  }
  const chosen = known.filter((app) => !wanted || app === wanted);
  return new Map(
    chosen.map((app) => {
      const folder = join(root, 'apps', app);
      return [app, existsSync(folder) ? folder : root];
    }),
  );
}
