import { badRequest, OperationOutcomeError, resolveId } from '@medplum/core';
import type {
  AccessPolicy,
  AccessPolicyResource,
  ProjectMembership,
  ProjectMembershipAccess,
  Reference,
} from '@medplum/fhirtypes';
import type { ResourceStore } from '#store/resource-store.ts';
import { reconcilePolicy } from './reconcile-policy.ts';

/** Types that everyone may read, whatever their policy says, because clients need them to draw a form. */
const defaultTypes = ['SearchParameter', 'StructureDefinition'];

type Resolved = Readonly<{ sources: readonly AccessPolicy[]; policy: AccessPolicy }>;

/** The resolved policy of each membership, used again until one of its policies changes. */
const resolvedByMembership = new WeakMap<ProjectMembership, Resolved>();

/**
 * Returns the policy that a membership is under: all its policies in one, with their parameters filled in, as
 * `/auth/me` shows it. What the project's administrators may do besides, and what the scopes of a token take away, is
 * added for each request by `effectivePolicy`.
 *
 * @returns undefined when the membership names no policy, which in Medplum means full access to the project.
 * @throws OperationOutcomeError 400 when a policy that the membership names is not there.
 */
export function resolveAccessPolicy(store: ResourceStore, membership: ProjectMembership): AccessPolicy | undefined {
  const project = store.get('Project', resolveId(membership.project) ?? '');
  const { accessPolicy } = project ? reconcilePolicy(project, membership) : membership;
  const accesses: ProjectMembershipAccess[] = [
    ...(accessPolicy ? [{ policy: accessPolicy }] : []),
    ...(membership.access ?? []),
  ];
  if (accesses.length === 0) {
    return undefined;
  }

  const granted = accesses.map((access) => ({ access, source: readPolicy(store, access) }));
  const known = resolvedByMembership.get(membership);
  if (known && granted.every(({ source }, at) => source === known.sources[at])) {
    return known.policy;
  }
  const policies = granted.map(({ access, source }) => fillParameters(source, access, membership.profile));
  const policy = unite(policies, accesses);
  resolvedByMembership.set(membership, { sources: granted.map(({ source }) => source), policy });
  return policy;
}

function unite(policies: readonly AccessPolicy[], accesses: readonly ProjectMembershipAccess[]): AccessPolicy {
  const compartment = policies.findLast((policy) => policy.compartment)?.compartment;
  const ipAccessRules = policies.flatMap((policy) => policy.ipAccessRule ?? []);
  return {
    resourceType: 'AccessPolicy',
    basedOn: accesses.map((access) => access.policy),
    ...(compartment && { compartment }),
    resource: withDefaultTypes(policies.flatMap((policy) => policy.resource ?? []).map(spellOutReadonly)),
    ...(ipAccessRules.length > 0 && { ipAccessRule: ipAccessRules }),
  };
}

/** Adds the types that every policy lets its holder read. */
export function withDefaultTypes(entries: readonly AccessPolicyResource[]): AccessPolicyResource[] {
  const missing = defaultTypes.filter((name) => !entries.some((entry) => entry.resourceType === name));
  return [...entries, ...missing.map((resourceType) => ({ resourceType, readonly: true }))];
}

function readPolicy(store: ResourceStore, access: ProjectMembershipAccess): AccessPolicy {
  const policy = store.get('AccessPolicy', resolveId(access.policy) ?? '');
  if (!policy) {
    throw new OperationOutcomeError(
      badRequest(
        'Cannot authenticate: Invalid access policy configuration. Please contact your administrator to update your project membership.',
      ),
    );
  }
  return policy;
}

/** Puts `%profile`, `%patient` and the membership's own parameters in their places, wherever the policy names them. */
function fillParameters(
  policy: AccessPolicy | undefined,
  access: ProjectMembershipAccess,
  profile: Reference,
): AccessPolicy {
  const own = access.parameter ?? [];
  const parameters = [
    ...own,
    { name: 'profile', valueReference: profile },
    ...(own.some((parameter) => parameter.name === 'patient') ? [] : [{ name: 'patient', valueReference: profile }]),
  ];
  let json = JSON.stringify(policy);
  for (const { name, valueString, valueReference } of parameters) {
    if (valueString) {
      json = json.replaceAll(`%${name}`, () => escapeForJson(valueString));
    } else if (valueReference?.reference) {
      const { reference } = valueReference;
      json = json
        .replaceAll(`%${name}.id`, () => escapeForJson(resolveId(valueReference) ?? ''))
        .replaceAll(`%${name}`, () => escapeForJson(reference));
    }
  }
  return JSON.parse(json) as AccessPolicy;
}

/** Escapes quotes, so that a value cannot end the string into which it is put. */
function escapeForJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function spellOutReadonly(entry: AccessPolicyResource): AccessPolicyResource {
  return entry.readonly && !entry.interaction ? { ...entry, interaction: readonlyInteractions } : entry;
}

/** The order in which Medplum lists them. */
const readonlyInteractions: NonNullable<AccessPolicyResource['interaction']> = ['search', 'read', 'history', 'vread'];
