import type { Resource } from '@medplum/fhirtypes';
import type { Made } from './find-made.ts';
import { demoIdOf } from './mark.ts';
import type { ClinicResource } from './select-resources.ts';
import { differingMembers, wantedResource } from './wanted-resource.ts';

/** What will happen to one resource. */
export type Change = Readonly<{
  kind: 'create' | 'update' | 'keep';
  resource: ClinicResource;
  /** For people: what they are called in a sentence. */
  label: string;
  /** What is there, and which of its members differ. */
  actual?: (Resource & { id: string }) | undefined;
  members: readonly string[];
}>;

/** Compares the clinic with what this command made before. */
export function makePlan(resources: readonly ClinicResource[], made: Made, labels: Labels): Change[] {
  const ids = new Map([...made].map(([demoId, { id }]) => [demoId, id]));
  return resources.map((resource) => {
    const label = labels(resource);
    const actual = made.get(resource.id);
    if (!actual) {
      return { kind: 'create', resource, label, members: [] };
    }
    const members = differingMembers(wantedResource(resource, ids), actual);
    const isRight = members.length === 0 && demoIdOf(actual) !== undefined;
    return { kind: isRight ? 'keep' : 'update', resource, label, actual, members };
  });
}

/** How a resource is called in a plan. */
export type Labels = (resource: ClinicResource) => string;

/** Names resources so that a person recognises them. */
export function labelsFor(resources: readonly ClinicResource[]): Labels {
  const byReference = new Map(resources.map((one) => [`${one.resourceType}/${one.id}`, one]));
  return (resource) => {
    if (resource.resourceType === 'ProjectMembership') {
      const user = byReference.get(resource.user?.reference ?? '');
      const profile = resource.profile?.reference?.split('/')[0];
      return `${nameOf(user)} as ${profile}`;
    }
    return nameOf(resource);
  };
}

function nameOf(resource: Readonly<Record<string, unknown>> | Resource | undefined): string {
  const one = (resource ?? {}) as Readonly<Record<string, unknown>>;
  const [name] = [one['name']].flat() as (string | { given?: string[]; family?: string } | undefined)[];
  if (typeof name === 'string') {
    return name;
  }
  if (name) {
    return [...(name.given ?? []), name.family].join(' ');
  }
  const [identifier] = (one['identifier'] ?? []) as { value?: string }[];
  const subject = one['subject'] as { display?: string } | undefined;
  return String(one['email'] ?? identifier?.value ?? (subject ? `of ${subject.display}` : one['id']));
}
