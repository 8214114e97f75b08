import type { Filter, SearchRequest } from '@medplum/core';
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { decideOnResource, decideOnType, entriesFor, parseCriteria } from '#access-policy/decide-access.ts';
import { forbiddenBy } from '#access-policy/refusal-error.ts';
import { requireReadableCriteria } from '#access-policy/require-readable-criteria.ts';
import { costOfLooking, costOfSending } from '#cost/work.ts';
import { loadResourceType } from '#definitions/load-definitions.ts';
import { isInProject, type AuthorizedResource } from '#fhir-context/authorize-read.ts';
import type { FhirContext } from '#fhir-context/fhir-context.ts';
import { notePolicy } from '#fhir-context/note-policy.ts';
import { viewFor } from '#fhir-context/resource-meta.ts';
import { badRequestError } from '#http/fhir-errors.ts';
import { findCandidates } from '#matching/find-candidates.ts';
import { matchesSearch, type VisibleResources } from '#matching/matches-search.ts';
import { checkSearchRequest, type PagedSearch, searchedTypes } from './check-search-request.ts';
import { costOfAsking, looksOf } from './cost-of-search.ts';
import { cursorFilter } from './cursor.ts';
import { sortResources } from './sort-resources.ts';
import { subset } from './subset.ts';

/** One page of a search's matches, as the caller may see them. */
export type SearchPage = Readonly<{
  search: PagedSearch;
  resources: Resource[];
  total?: number;
  /** The first match of the next page, whole. */
  next: Resource | undefined;
}>;

/**
 * Searches the resources that the caller may see.
 *
 * @throws OperationOutcomeError 403 when the policy does not grant searching a type, 400 when the search makes no sense.
 */
export function searchResources(context: FhirContext, request: SearchRequest): SearchPage {
  context.work.spend(costOfAsking(request));
  const included = [...(request.include ?? []), ...(request.revInclude ?? [])].map(({ resourceType }) => resourceType);
  for (const type of [...searchedTypes(request), ...included]) {
    requireSearchable(context, type);
  }
  const search = checkSearchRequest(request);
  for (const type of search.chained) {
    requireSearchable(context, type);
  }
  const { offset, count, total } = search;
  const sortRules = [...(search.sortRules ?? []), ...(search.cursor ? [{ code: '_lastUpdated' }] : [])];
  const end = offset + Math.max(count, 0);
  const isTotalAsked = total === 'accurate' || total === 'estimate';
  const isWholeNeeded = sortRules.length > 0 || isTotalAsked;
  const matches: AuthorizedResource[] = [];
  for (const authorized of findMatches(context, search)) {
    matches.push(authorized);
    if (!isWholeNeeded && matches.length > end) {
      break;
    }
  }
  context.work.spend(matches.length * sortRules.length * 5);
  const sorted = sortRules.length > 0 ? sortResources(matches, sortRules) : matches;
  const page = sorted.slice(offset, end);
  for (const { resource } of page) {
    context.work.spend(costOfSending(resource) + (context.costOfResult?.(resource) ?? 0));
  }
  return {
    search,
    resources: page.map(({ resource, entry }) => subset(viewFor(resource, entry, context.caller.extendedMode), search)),
    next: sorted[end]?.resource,
    ...(isTotalAsked && { total: matches.length }),
  };
}

function* findMatches(context: FhirContext, search: PagedSearch): Iterable<AuthorizedResource> {
  const { filters = [], cursor } = search;
  const isAhead = cursorFilter(cursor);
  const others: VisibleResources = {
    resolve: (reference) => resolveVisible(context, reference),
    *all(resourceType, linkFilters) {
      for (const { resource } of visibleResources(context, resourceType, linkFilters)) {
        yield resource;
      }
    },
  };
  for (const type of searchedTypes(search)) {
    requireReadableCriteria(context.policy, 'search', type);
    for (const authorized of visibleResources(context, type, filters)) {
      if (isAhead(authorized.resource) && matchesSearch(authorized.resource, filters, others)) {
        yield authorized;
      }
    }
  }
}

/** Resources of a type that the caller may search, narrowed down to those that the filters may match. */
function* visibleResources(
  context: FhirContext,
  type: string,
  filters: readonly Filter[],
): Iterable<AuthorizedResource> {
  requireSearchable(context, type);
  const narrowed = [...filters, ...policyFilters(context, type)];
  const looks = looksOf(filters);
  for (const resource of findCandidates(context.tenant.store, type as ResourceType, narrowed)) {
    context.work.spend(2 + looks * costOfLooking(resource));
    const decision = isInProject(resource, context) ? decideOnResource(context.policy, 'search', resource) : undefined;
    if (decision?.allowed) {
      yield { resource, entry: decision.entry };
    }
  }
}

function requireSearchable(context: FhirContext, type: string): void {
  loadResourceType(type);
  if (type === 'Binary') {
    throw badRequestError('Cannot search on Binary resource type');
  }
  const decision = decideOnType(context.policy, 'search', type);
  notePolicy(context, 'search', type, decision);
  if (!decision.allowed) {
    throw forbiddenBy(decision);
  }
}

/** When a single entry grants the search, its criteria can choose the index as well as the caller's filters can. */
function policyFilters({ policy }: FhirContext, type: string): Filter[] {
  const [entry, ...others] = entriesFor(policy, 'search', type);
  return entry?.criteria?.startsWith(`${type}?`) && others.length === 0 ? (parseCriteria(entry).filters ?? []) : [];
}

function resolveVisible(context: FhirContext, reference: string): Resource | undefined {
  const [type = '', id = ''] = reference.split('/');
  const resource = context.tenant.store.get(type as ResourceType, id);
  context.work.spend(resource ? 5 * costOfLooking(resource) : 5);
  const isVisible = resource && isInProject(resource, context);
  return isVisible && decideOnResource(context.policy, 'search', resource).allowed ? resource : undefined;
}
