import { normalizeErrorString, OperationOutcomeError } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { createMachine } from './create-machine.ts';
import { inviteMember } from './invite-member.ts';
import type { Change } from './make-plan.ts';
import { demoIdOf, marked } from './mark.ts';
import { ProvisionError } from './provision-error.ts';
import type { ClinicResource } from './select-resources.ts';
import type { Administrator } from './sign-in.ts';
import { differingMembers, wantedResource } from './wanted-resource.ts';

type Saved = Resource & { id: string };

/** Whatever is needed to make the clinic. */
export type Site = Readonly<{
  administrator: Administrator;
  resources: readonly ClinicResource[];
  /** The password that a User gets, by the User's id in the files; without one the server makes one that nobody knows. */
  passwordOf: (userId: string) => string | undefined;
  say: (line: string) => void;
}>;

/**
 * Makes and changes what the plan says, in its order.
 *
 * @returns What is there now, by id in the clinic's files.
 * @throws ProvisionError when the server refuses, or answers well and leaves something out.
 */
export async function applyPlan(site: Site, changes: readonly Change[]): Promise<Map<string, Saved>> {
  const saved = new Map<string, Saved>();
  const ids = new Map<string, string>();
  const todo = changes.filter(({ kind }) => kind !== 'keep').length;
  let done = 0;
  for (const change of changes) {
    if (change.kind !== 'keep') {
      done += 1;
      site.say(`[${done}/${todo}] ${change.kind} ${change.resource.resourceType} ${change.label}`);
    }
    const one = change.kind === 'keep' ? (change.actual as Saved) : await save(site, change, ids);
    saved.set(change.resource.id, one);
    ids.set(change.resource.id, one.id);
  }
  return saved;
}

async function save(site: Site, { resource, label, actual }: Change, ids: ReadonlyMap<string, string>): Promise<Saved> {
  const wanted = wantedResource(resource, ids);
  try {
    const there = actual ?? (await create(site, resource, wanted, ids));
    const isRight = demoIdOf(there) && differingMembers(wanted, there).length === 0;
    const after = isRight ? there : await update(site, marked(withMembers(there, wanted), resource.id));
    const dropped = differingMembers(wanted, after);
    if (dropped.length > 0) {
      throw new ProvisionError(
        'dropped',
        `The server took ${resource.resourceType} "${label}" and left out: ${dropped.join(', ')}. ` +
          'Only a super administrator can set that, or this Medplum is older than the clinic.',
      );
    }
    return after;
  } catch (error) {
    throw explained(error, `${resource.resourceType} "${label}"`);
  }
}

/** Without the types of both: the compiler would pair each kind of resource with each, which takes it seven seconds. */
function withMembers(there: object, wanted: object): Saved {
  return { ...there, ...wanted } as Saved;
}

async function create(
  site: Site,
  resource: ClinicResource,
  wanted: Resource,
  ids: ReadonlyMap<string, string>,
): Promise<Saved> {
  switch (resource.resourceType) {
    case 'ClientApplication':
    case 'Bot':
      return createMachine(site, resource, ids);
    case 'ProjectMembership':
      return inviteMember(site, resource, ids);
    default:
      return site.administrator.medplum.createResource(marked(wanted, resource.id));
  }
}

function update({ administrator }: Site, resource: Saved): Promise<Saved> {
  return administrator.medplum.updateResource(resource);
}

function explained(error: unknown, what: string): unknown {
  if (!(error instanceof OperationOutcomeError)) {
    return error;
  }
  const said = normalizeErrorString(error);
  const advice =
    error.outcome.id === 'forbidden'
      ? "The administrator's own AccessPolicy does not allow it: use one without a policy, or widen it."
      : 'What was made so far stays, and carries the mark: run this again after the cause is gone, or take it back with --destroy.';
  return new ProvisionError('refused', `The server refuses ${what}: "${said}". ${advice}`, { cause: error });
}
