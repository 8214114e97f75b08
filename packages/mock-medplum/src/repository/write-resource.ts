import { deepEquals, isUUID, stringify } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { decideOnResource, decideOnType, decideOnWrite } from '#access-policy/decide-access.ts';
import { restoreGuardedFields } from '#access-policy/field-rules.ts';
import { forbiddenBy } from '#access-policy/refusal-error.ts';
import { requireReadableCriteria } from '#access-policy/require-readable-criteria.ts';
import { validate } from '#definitions/validate.ts';
import { type AuthorizedResource, authorizeLastVersion, requireType } from '#fhir-context/authorize-read.ts';
import type { FhirContext } from '#fhir-context/fhir-context.ts';
import { notePolicy } from '#fhir-context/note-policy.ts';
import { stampMeta } from '#fhir-context/resource-meta.ts';
import { badRequestError, preconditionError } from '#http/fhir-errors.ts';
import { checkCodeSystem } from './check-code-system.ts';
import { checkReferences } from './check-references.ts';
import { resolveConditionalReferences } from './conditional-references.ts';
import { requireResourceType } from './require-resource-type.ts';

/**
 * Adds a new resource.
 *
 * @param id - Its id: the server's choice, never the client's.
 * @throws OperationOutcomeError 403 when the policy does not let it be made, 400 when it is not valid.
 */
export function createStored(context: FhirContext, resource: Resource, id: string): AuthorizedResource {
  if (mayCreate(context, resource.resourceType)) {
    requireResourceType(resource.resourceType);
  }
  requireType(context, 'create', resource.resourceType);
  requireReadableCriteria(context.policy, 'create', resource.resourceType);
  const complete = resolveConditionalReferences(context, { ...withoutGuardedFields(context, resource), id });
  const after = stampMeta(complete, undefined, context);
  validate(after);
  checkReferences(context, after);
  checkCodeSystem(after);
  return putAllowed(context, after, undefined);
}

/** The fields are those of the entry whose criteria the resource meets as it came. */
function withoutGuardedFields({ policy }: FhirContext, resource: Resource): Resource {
  const decision = decideOnResource(policy, 'create', resource);
  return decision.allowed ? restoreGuardedFields(resource, undefined, decision.entry) : resource;
}

/** Tells whether the caller may create a resource of a type at all. */
export function mayCreate({ policy }: FhirContext, resourceType: string): boolean {
  return decideOnType(policy, 'create', resourceType).allowed;
}

/**
 * Adds a resource that the server itself made in the caller's name, if the caller's policy lets it.
 *
 * @returns whether it was added.
 */
export function addServerMade(context: FhirContext, resource: Resource): boolean {
  if (!mayCreate(context, resource.resourceType)) {
    return false;
  }
  const after = stampMeta({ ...resource, id: context.tenant.random.uuid() }, undefined, context);
  const isAllowed = decideOnWrite(context.policy, 'create', after).allowed;
  if (isAllowed) {
    context.tenant.store.put(after);
  }
  return isAllowed;
}

/**
 * Adds a version to a resource, also to a deleted one. Nothing is added when nothing would change.
 *
 * @param ifMatch - The version that the caller believes to be the current one.
 * @throws OperationOutcomeError 400, 403, 404 or 412.
 */
export function updateStored(
  context: FhirContext,
  resource: Resource,
  ifMatch: string | undefined,
): AuthorizedResource {
  const { authorized, isDeleted } = requireUpdatable(context, resource, ifMatch);
  const before = authorized.resource;
  const complete = resolveConditionalReferences(context, restoreGuardedFields(resource, before, authorized.entry));
  const after = stampMeta(complete, before, context);
  validate(after);
  checkReferences(context, after);
  checkCodeSystem(after);
  if (!isDeleted && deepEquals(withoutVersion(before), withoutVersion(after))) {
    return authorized;
  }
  return putAllowed(context, after, before);
}

/**
 * Returns the stored resource that an update is about.
 *
 * @throws OperationOutcomeError 400, 403, 404 or 412.
 */
export function requireUpdatable(
  context: FhirContext,
  { resourceType, id }: Resource,
  ifMatch: string | undefined,
): ReturnType<typeof authorizeLastVersion> {
  if (typeof id !== 'string' || !id || (resourceType as unknown) === undefined) {
    throw badRequestError('Missing id');
  }
  if (!isUUID(id)) {
    throw badRequestError('Invalid id');
  }
  requireType(context, 'update', resourceType);
  const last = authorizeLastVersion(context, 'update', resourceType, id);
  if (ifMatch && last.authorized.resource.meta?.versionId !== ifMatch) {
    throw preconditionError();
  }
  return last;
}

function putAllowed(context: FhirContext, after: Resource, before: Resource | undefined): AuthorizedResource {
  const stored = JSON.parse(stringify(after)) as Resource;
  const interaction = before ? 'update' : 'create';
  const decision = decideOnWrite(context.policy, interaction, stored, before);
  notePolicy(context, interaction, stored.resourceType, decision);
  if (!decision.allowed) {
    throw forbiddenBy(decision);
  }
  context.tenant.store.put(stored);
  context.changes?.announce({ interaction, resource: stored, before });
  return { resource: stored, entry: decision.entry };
}

function withoutVersion({ meta, ...content }: Resource): object {
  const { versionId: _version, lastUpdated: _time, author: _author, onBehalfOf: _person, ...rest } = meta ?? {};
  return { ...content, meta: rest };
}
