import {
  convertToSearchableReferences,
  type Filter,
  FhirFilterComparison,
  FhirFilterConnective,
  type FhirFilterExpression,
  isChainedSearchFilter,
  Operator,
  parseFilterParameter,
  parseParameter,
} from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { badRequestError } from '#http/fhir-errors.ts';
import { maxLinks, tooManyLinks } from './check-chain.ts';
import { judgeFilter, type Verdict } from './matches-filters.ts';
import { requireSearchParameter, searchValues } from './search-values.ts';

/** The other resources that a search may look at. They are those that the caller may see: a chain must not leak. */
export type VisibleResources = Readonly<{
  resolve: (reference: string) => Resource | undefined;
  all: (resourceType: string, filters: readonly Filter[]) => Iterable<Resource>;
}>;

/**
 * Tells whether a resource meets every filter of a search: also `_filter` expressions, chains such as
 * `subject:Patient.name` and reverse chains such as `_has:Observation:subject:code`.
 *
 * @param depth - How many links of a chain have been followed.
 * @throws OperationOutcomeError 400 when a filter makes no sense or a chain is too long.
 */
export function matchesSearch(
  resource: Resource,
  filters: readonly Filter[],
  others: VisibleResources,
  depth = 0,
): boolean {
  if (depth > maxLinks) {
    throw badRequestError(tooManyLinks);
  }
  return filters.every((filter) => judge(resource, filter, others, depth) === true);
}

function judge(resource: Resource, filter: Filter, others: VisibleResources, depth: number): Verdict {
  if (filter.code === '_filter') {
    return judgeExpression(resource, parseFilterParameter(filter.value), others, depth);
  }
  if (!isChainedSearchFilter(filter)) {
    return judgeFilter(resource, filter);
  }
  const follow = filter.code.startsWith('_has:') ? isReferredTo : refersTo;
  return follow(resource, filter, others, depth + 1);
}

function refersTo(resource: Resource, filter: Filter, others: VisibleResources, depth: number): boolean {
  const [link = '', ...rest] = filter.code.split('.');
  const [code = '', namedType] = link.split(':');
  const parameter = requireSearchParameter(resource.resourceType, code);
  const type = namedType ?? (parameter.target?.length === 1 ? parameter.target[0] : undefined);
  if (!type) {
    const where = `${resource.resourceType}?${code}`;
    throw badRequestError(`Unable to identify next resource type for search parameter: ${where}`);
  }
  const filters = [continued(type, rest.join('.'), filter)];
  return convertToSearchableReferences(searchValues(resource, parameter)).some((reference) => {
    const target = reference.startsWith(`${type}/`) ? others.resolve(reference) : undefined;
    return target !== undefined && matchesSearch(target, filters, others, depth);
  });
}

function isReferredTo(resource: Resource, filter: Filter, others: VisibleResources, depth: number): boolean {
  const [, type = '', link = '', ...rest] = filter.code.split(':');
  if (rest.length === 0) {
    throw badRequestError(`Invalid search chain: ${filter.code}`);
  }
  const reference = `${resource.resourceType}/${resource.id}`;
  const filters = [
    { code: link, operator: Operator.EQUALS, value: reference },
    continued(type, rest.join(':'), filter),
  ];
  for (const other of others.all(type, filters)) {
    if (matchesSearch(other, filters, others, depth)) {
      return true;
    }
  }
  return false;
}

/** What is asked of a resource at the end of a link: the rest of the chain, or its last parameter with its modifier. */
export function continued(type: string, rest: string, { operator, value }: Filter): Filter {
  const [code = '', modifier = ''] = rest.split(':');
  if (code === '_filter') {
    return { code, operator: Operator.EQUALS, value };
  }
  const isEnd = !isChainedSearchFilter({ code: rest, operator, value });
  return isEnd
    ? parseParameter(requireSearchParameter(type, code), operator, modifier, value)
    : { code: rest, operator, value };
}

function judgeExpression(
  resource: Resource,
  expression: FhirFilterExpression,
  others: VisibleResources,
  depth: number,
): Verdict {
  const judgePart = (part: FhirFilterExpression): Verdict => judgeExpression(resource, part, others, depth);
  if (expression instanceof FhirFilterComparison) {
    const { path, operator, value } = expression;
    return judge(resource, { code: path, operator, value }, others, depth);
  }
  if (expression instanceof FhirFilterConnective) {
    // What decides: one that fails in `and`, one that holds in `or`.
    const decisive = expression.keyword !== 'and';
    const verdicts = new Set([judgePart(expression.left), judgePart(expression.right)]);
    if (verdicts.has(decisive)) {
      return decisive;
    }
    return verdicts.has(undefined) ? undefined : !decisive;
  }
  const verdict = judgePart(expression.child);
  return verdict === undefined ? undefined : !verdict;
}
