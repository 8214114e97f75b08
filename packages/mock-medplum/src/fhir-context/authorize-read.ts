import { isUUID } from '@medplum/core';
import type { AccessPolicyResource, Resource, ResourceType } from '@medplum/fhirtypes';
import { decideOnResource, decideOnType } from '#access-policy/decide-access.ts';
import { forbiddenBy, hiddenBy } from '#access-policy/refusal-error.ts';
import type { Interaction } from '#access-policy/refusal.ts';
import { requireReadableCriteria } from '#access-policy/require-readable-criteria.ts';
import { isBaseDefinition } from '#definitions/base-definitions.ts';
import { loadResourceType } from '#definitions/load-definitions.ts';
import { forbiddenError, goneError, notFoundError } from '#http/fhir-errors.ts';
import type { FhirContext } from './fhir-context.ts';
import { notePolicy } from './note-policy.ts';

const reading: ReadonlySet<Interaction> = new Set(['read', 'vread', 'history', 'search']);

/** A stored resource, before any field is hidden, and the policy entry that allows the interaction with it. */
export type AuthorizedResource = Readonly<{ resource: Resource; entry: AccessPolicyResource }>;

/**
 * Returns the current version of a resource when the policy allows the interaction with it.
 *
 * @throws OperationOutcomeError 403 when the policy does not grant reading the type or the interaction with the
 * resource, 404 when there is no such resource or the policy hides it, 410 when it was deleted.
 */
export function authorizeRead(
  context: FhirContext,
  interaction: Interaction,
  resourceType: string,
  id: string,
): AuthorizedResource {
  const { authorized, isDeleted } = authorizeLastVersion(context, interaction, resourceType, id);
  if (isDeleted) {
    throw goneError();
  }
  return authorized;
}

/** Like `authorizeRead`, but of a deleted resource it returns the last version that had content. */
export function authorizeLastVersion(
  context: FhirContext,
  interaction: Interaction,
  resourceType: string,
  id: string,
): Readonly<{ authorized: AuthorizedResource; isDeleted: boolean }> {
  if (!isUUID(id)) {
    throw notFoundError();
  }
  loadResourceType(resourceType);
  requireType(context, 'read', resourceType);
  requireReadableCriteria(context.policy, 'read', resourceType);
  const { store } = context.tenant;
  const current = store.get(resourceType as ResourceType, id);
  const resource = current ?? store.history(resourceType, id).find((version) => version.resource)?.resource;
  if (!resource || !isInProject(resource, context)) {
    throw notFoundError();
  }
  return { authorized: { resource, entry: entryFor(context, interaction, resource) }, isDeleted: !current };
}

/**
 * Checks that the policy grants an interaction on some resource of a type.
 *
 * @throws OperationOutcomeError 403, or 400 when there is no such type.
 */
export function requireType(context: FhirContext, interaction: Interaction, resourceType: string): void {
  const decision = decideOnType(context.policy, interaction, resourceType);
  if (!decision.allowed) {
    notePolicy(context, interaction, resourceType, decision);
    throw forbiddenBy(decision);
  }
  loadResourceType(resourceType);
}

/** Medplum reads a resource before it does anything else with it, so one that cannot be read is not there. */
function entryFor(context: FhirContext, interaction: Interaction, resource: Resource): AccessPolicyResource {
  const readable = decideOnResource(context.policy, 'read', resource);
  if (!readable.allowed) {
    notePolicy(context, 'read', resource.resourceType, readable);
    throw hiddenBy(readable);
  }
  const decision = interaction === 'read' ? readable : decideOnResource(context.policy, interaction, resource);
  notePolicy(context, interaction, resource.resourceType, decision);
  if (!decision.allowed) {
    throw forbiddenBy(decision);
  }
  if (isBaseDefinition(resource) && !reading.has(interaction) && !context.policy.superAdmin) {
    throw forbiddenError();
  }
  return decision.entry;
}

/**
 * Tells whether a caller can see a resource at all: what belongs to the caller's project, and what comes with the
 * server. Only super administrators see beyond that.
 */
export function isInProject(resource: Resource, { caller, policy }: FhirContext): boolean {
  if (policy.superAdmin || isBaseDefinition(resource)) {
    return true;
  }
  return resource.meta?.project !== undefined && resource.meta.project === caller.project.id;
}
