import { isDeepStrictEqual } from 'node:util';
import type { ProjectMembership, Resource } from '@medplum/fhirtypes';
import type { ClinicResource } from './select-resources.ts';

/** Ids on the server, by id in the clinic's files. */
export type Ids = ReadonlyMap<string, string>;

const noMember = new Set(['resourceType', 'id', 'meta']);

/**
 * What a resource should be on the server: with the server's ids, and without the secret of the demo, which everybody
 * knows. A member that should be absent is there, and undefined.
 */
export function wantedResource(resource: ClinicResource, ids: Ids): Resource {
  const { id: _id, ...wanted } = withoutEmptyLists(replaceIds(resource, ids));
  if (wanted.resourceType === 'ClientApplication') {
    delete wanted.secret;
  }
  return wanted.resourceType === 'ProjectMembership' ? wantedMembership(wanted) : wanted;
}

/** FHIR has no empty lists, so a server drops them. */
function withoutEmptyLists<T extends object>(resource: T): T {
  return Object.fromEntries(
    Object.entries(resource).filter(([, value]) => !Array.isArray(value) || value.length > 0),
  ) as T;
}

/** With a policy of any kind, a membership has no other one; without, the project's default stays. */
function wantedMembership(membership: Omit<ProjectMembership, 'id'>): Resource {
  const { project: _project, user: _user, profile: _profile, accessPolicy, access, ...rest } = membership;
  return { ...rest, ...((accessPolicy ?? access) && { accessPolicy, access }) } as Resource;
}

/** Names of the members that are not as they should be. The words beside a reference do not count. */
export function differingMembers(wanted: Resource, actual: Resource): string[] {
  return Object.entries(wanted)
    .filter(([name, value]) => !noMember.has(name) && !isDeepStrictEqual(bare(value), bare(memberOf(actual, name))))
    .map(([name]) => name);
}

/** Replaces ids of the files, wherever they stand, also in a policy's criteria. */
export function replaceIds<T>(value: T, ids: Ids): T {
  let text = JSON.stringify(value);
  for (const [from, to] of ids) {
    text = text.replaceAll(from, to);
  }
  return JSON.parse(text) as T;
}

function memberOf(resource: Resource, name: string): unknown {
  return (resource as unknown as Readonly<Record<string, unknown>>)[name];
}

function bare(value: unknown): unknown {
  if (value === undefined) {
    return undefined;
  }
  const withoutDisplay = (_name: string, one: unknown): unknown => {
    if (one && typeof one === 'object' && 'reference' in one) {
      const { display: _display, ...rest } = one as Readonly<Record<string, unknown>>;
      return rest;
    }
    return one;
  };
  return JSON.parse(JSON.stringify(value), withoutDisplay);
}
