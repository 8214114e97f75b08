import type { ProjectMembership, Resource } from '@medplum/fhirtypes';
import { isRootOf } from './patterns.ts';

/** A resource of the clinic. */
export type ClinicResource = Resource & Readonly<{ id: string }>;

/** These are the project's or the server's: no project administrator makes them. */
const notMade = new Set(['Project', 'DomainConfiguration', 'User']);
const anyId = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/**
 * Chooses what the apps need, each resource after all that it refers to. An id in a policy's criteria is a reference,
 * too, and a client refers to its policy: it must never exist without one.
 */
export function selectResources(resources: readonly ClinicResource[], apps: readonly string[]): ClinicResource[] {
  const byId = new Map(resources.filter(({ resourceType }) => !notMade.has(resourceType)).map((one) => [one.id, one]));
  const memberships = [...byId.values()].filter((one) => one.resourceType === 'ProjectMembership');
  const chosen = new Map<string, ClinicResource>();
  const open = new Set<string>();
  const add = (resource: ClinicResource): void => {
    if (chosen.has(resource.id)) {
      return;
    }
    if (open.has(resource.id)) {
      throw new RangeError(`${resource.resourceType}/${resource.id} refers to itself, through others`);
    }
    open.add(resource.id);
    const own = memberships.find(({ user }) => user?.reference?.endsWith(`/${resource.id}`));
    [resource, own && policiesOf(own)]
      .flatMap((one) => idsIn(one))
      .filter((id) => id !== resource.id)
      .flatMap((id) => byId.get(id) ?? [])
      .forEach(add);
    chosen.set(resource.id, resource);
    // A machine is its own profile: its membership comes with it.
    if (own && !chosen.has(own.id)) {
      add(own);
    }
  };
  [...byId.values()].filter((one) => apps.some((app) => isRootOf(app, one))).forEach(add);
  return [...chosen.values()];
}

/** Ids that a value mentions anywhere. */
export function idsIn(value: unknown): string[] {
  return [...new Set(JSON.stringify(value ?? '').match(anyId))];
}

function policiesOf({ accessPolicy, access }: ProjectMembership): unknown {
  return { accessPolicy, access };
}
