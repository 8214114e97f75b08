import type { RightOfFeatures } from '@auth-patterns/demo-project';
import type { ClinicFiles } from './clinic-data.ts';

type Entry = Readonly<{ resourceType: string; interaction?: readonly string[] }>;
type Policy = ClinicFiles extends ReadonlyMap<string, readonly (infer Resource)[]> ? Resource : never;

/**
 * Leaves out of the clinic's policies what only features need that are not taken.
 *
 * @param rights - What features need.
 * @param taken - Features that are taken, each behind its app: `device-agent/reports`.
 */
export function withoutRights(
  files: ClinicFiles,
  rights: readonly RightOfFeatures[],
  taken: ReadonlySet<string>,
): ClinicFiles {
  return new Map([...files].map(([path, resources]) => [path, resources.map((one) => fit(one, rights, taken))]));
}

function fit(policy: Policy, rights: readonly RightOfFeatures[], taken: ReadonlySet<string>): Policy {
  const { resourceType, name, resource } = policy as Policy & Readonly<{ name?: string }>;
  if (resourceType !== 'AccessPolicy' || !Array.isArray(resource)) {
    return policy;
  }
  const own = rights.filter((right) => right.policy === name);
  const entries = (resource as readonly Entry[]).flatMap((entry) => {
    const ofType = own.filter((right) => right.resourceType === entry.resourceType);
    return fitEntry(entry, ofType, (right) => right.features.some((feature) => taken.has(feature)));
  });
  return { ...policy, resource: entries };
}

function fitEntry(
  entry: Entry,
  rights: readonly RightOfFeatures[],
  isNeeded: (right: RightOfFeatures) => boolean,
): readonly Entry[] {
  const gone = rights.filter((right) => !isNeeded(right));
  if (gone.some(({ interactions }) => interactions === undefined)) {
    return [];
  }
  const kept = new Set(rights.filter(isNeeded).flatMap(({ interactions = [] }) => interactions));
  const lost = new Set(gone.flatMap(({ interactions = [] }) => interactions).filter((one) => !kept.has(one)));
  const interaction = entry.interaction?.filter((one) => !lost.has(one));
  return interaction === undefined ? [entry] : interaction.length > 0 ? [{ ...entry, interaction }] : [];
}
