import {
  evalFhirPathTyped,
  type FhirPathAtom,
  LRUCache,
  parseSearchRequest,
  type SearchRequest,
  toJsBoolean,
  toTypedValue,
} from '@medplum/core';
import type { AccessPolicyResource, Resource } from '@medplum/fhirtypes';
import { withinTime } from '#cost/within-time.ts';
import { matchesFilters } from '#matching/matches-filters.ts';
import type { EffectivePolicy } from './effective-policy.ts';
import { adminTypes, serverTypes } from './guarded-types.ts';
import type { Interaction, Refusal } from './refusal.ts';
import { allows } from './smart-scopes.ts';

/** Which entry of the policy allowed, or why it refused. */
export type AccessDecision = Readonly<{ allowed: true; entry: AccessPolicyResource }> | Refusal;

/** Decides whether an interaction is granted on any resource of a type. The first entry that grants it decides. */
export function decideOnType(policy: EffectivePolicy, interaction: Interaction, resourceType: string): AccessDecision {
  const [entry] = entriesFor(policy, interaction, resourceType);
  return entry ? { allowed: true, entry } : { allowed: false, rule: 'type', resourceType, interaction };
}

/** Decides whether an interaction is granted on one resource. The first entry whose criteria it meets decides. */
export function decideOnResource(
  policy: EffectivePolicy,
  interaction: Interaction,
  resource: Resource,
): AccessDecision {
  const { resourceType } = resource;
  const entries = entriesFor(policy, interaction, resourceType);
  if (entries.length === 0) {
    return { allowed: false, rule: 'type', resourceType, interaction };
  }
  const entry = entries.find((candidate) => meetsCriteria(candidate, resource));
  return entry
    ? { allowed: true, entry }
    : {
        allowed: false,
        rule: 'criteria',
        resourceType,
        criteria: entries.map(describeCriteria),
        entries: entries.map((refusing) => policy.resource.indexOf(refusing)),
      };
}

/**
 * Decides on a write: the new version must meet the criteria and the write constraints of its entry.
 *
 * @param before - The version that is replaced, `%before` in constraints; absent when the resource is new.
 */
export function decideOnWrite(
  policy: EffectivePolicy,
  interaction: 'create' | 'update',
  after: Resource,
  before?: Resource,
): AccessDecision {
  const decision = decideOnResource(policy, interaction, after);
  if (!decision.allowed) {
    return decision;
  }
  const broken = decision.entry.writeConstraint?.find(({ expression }) => !holds(expression, after, before));
  return broken
    ? {
        allowed: false,
        rule: 'write-constraint',
        resourceType: after.resourceType,
        expression: broken.expression ?? '',
        entries: [policy.resource.indexOf(decision.entry)],
      }
    : decision;
}

/** The entries of a policy that grant an interaction on a type, in their order. */
export function entriesFor(
  policy: EffectivePolicy,
  interaction: Interaction,
  resourceType: string,
): AccessPolicyResource[] {
  if (serverTypes.includes(resourceType) && !policy.superAdmin) {
    return [];
  }
  return policy.resource.filter(
    (entry) =>
      (entry.resourceType === resourceType || (entry.resourceType === '*' && !adminTypes.includes(resourceType))) &&
      allows(entry, interaction),
  );
}

/** Parsed constraints, so that a write only evaluates them. */
const parsedConstraints = new LRUCache<FhirPathAtom>(1000);

/** The parsed criteria of each entry. */
const parsedCriteria = new WeakMap<AccessPolicyResource, SearchRequest>();

/** Whether a resource meets an entry. Both are immutable, so a result stays valid. */
const known = new WeakMap<AccessPolicyResource, WeakMap<Resource, boolean>>();

function meetsCriteria(entry: AccessPolicyResource, resource: Resource): boolean {
  const found = known.get(entry) ?? new WeakMap<Resource, boolean>();
  const isMet = found.get(resource) ?? evaluateCriteria(entry, resource);
  known.set(entry, found.set(resource, isMet));
  return isMet;
}

/** Criteria that cannot be evaluated are not met. */
function evaluateCriteria(entry: AccessPolicyResource, resource: Resource): boolean {
  const compartment = entry.compartment?.reference;
  if (compartment && !resource.meta?.compartment?.some(({ reference }) => reference === compartment)) {
    return false;
  }
  if (!entry.criteria) {
    return true;
  }
  try {
    const { resourceType, filters = [] } = parseCriteria(entry);
    return ['*', resource.resourceType].includes(resourceType) && matchesFilters(resource, filters);
  } catch {
    return false;
  }
}

/**
 * Parses the criteria of an entry, once.
 *
 * @throws OperationOutcomeError 400 when they cannot be parsed.
 */
export function parseCriteria(entry: AccessPolicyResource): SearchRequest {
  const parsed = parsedCriteria.get(entry) ?? parseSearchRequest(entry.criteria ?? '');
  parsedCriteria.set(entry, parsed);
  return parsed;
}

function describeCriteria(entry: AccessPolicyResource): string {
  return entry.criteria ?? `compartment ${entry.compartment?.reference ?? ''}`;
}

/** A constraint that cannot be evaluated does not hold. */
function holds(expression: string | undefined, after: Resource, before: Resource | undefined): boolean {
  try {
    const variables = { '%before': toTypedValue(before), '%after': toTypedValue(after) };
    return withinTime(() =>
      toJsBoolean(evalFhirPathTyped(expression ?? '', [toTypedValue(after)], variables, parsedConstraints)),
    );
  } catch {
    return false;
  }
}
