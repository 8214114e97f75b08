import {
  FhirFilterComparison,
  FhirFilterConnective,
  type FhirFilterExpression,
  type Filter,
  getSearchParameter,
  getSearchParameterDetails,
  isChainedSearchFilter,
  Operator,
  parseFilterParameter,
  splitSearchOnComma,
} from '@medplum/core';
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { tooCostly } from '#cost/work.ts';
import { badRequestError } from '#http/fhir-errors.ts';
import { checkChain } from '#matching/check-chain.ts';
import { matchesSearch, type VisibleResources } from '#matching/matches-search.ts';

const nothing: VisibleResources = { resolve: () => undefined, all: () => [] };
const presence: ReadonlySet<Operator> = new Set([Operator.MISSING, Operator.PRESENT]);

const parts: ReadonlySet<Operator> = new Set([Operator.CONTAINS, Operator.TEXT]);

/** Longer than any search text of a person. */
const maxPart = 1000;
const maxExpression = 2000;

/** Types, parameters and operators that were found to fit together. */
const meaningful = new Set<string>();

/**
 * Refuses filters that no resource of a type could be matched against, also when there is no resource to match.
 *
 * @returns The types that their chains go through, those in `_filter` too.
 * @throws OperationOutcomeError 400 with the reason.
 */
export function checkFilters(type: ResourceType, filters: readonly Filter[]): readonly string[] {
  const chained: string[] = [];
  for (const filter of filters) {
    if (filter.value.includes('\0')) {
      throw badRequestError('Search filter value cannot contain null bytes');
    }
    checkLength(filter);
    if (isChainedSearchFilter(filter)) {
      chained.push(...checkChain(type, filter.code));
    } else {
      checkBoolean(type, filter);
      checkDate(type, filter);
      checkNumber(type, filter);
      checkModifier(type, filter);
    }
  }
  for (const filter of filters) {
    checkOperator(type, filter);
    if (filter.code === '_filter') {
      chained.push(...typesInExpression(type, parseFilterParameter(filter.value)));
    }
  }
  return chained;
}

function typesInExpression(type: string, expression: FhirFilterExpression): readonly string[] {
  if (expression instanceof FhirFilterComparison) {
    const { path: code, operator, value } = expression;
    return isChainedSearchFilter({ code, operator, value }) ? checkChain(type, code) : [];
  }
  const parts = expression instanceof FhirFilterConnective ? [expression.left, expression.right] : [expression.child];
  return parts.flatMap((part) => typesInExpression(type, part));
}

/** To look for a long text inside of another takes the time of both lengths multiplied. */
function checkLength({ code, operator, value }: Filter): void {
  const isPart = parts.has(operator) || /:(?:contains|text)$/.test(code);
  if ((isPart && value.length > maxPart) || (code === '_filter' && value.length > maxExpression)) {
    throw tooCostly(`The value of ${code.slice(0, 50)} is too long`);
  }
}

/** Applies the filter to an empty resource: a meaningless operator throws. */
function checkOperator(type: ResourceType, filter: Filter): void {
  const { code, operator } = filter;
  const key = `${type}?${code}:${operator}`;
  if (!meaningful.has(key)) {
    matchesSearch({ resourceType: type } as Resource, [filter], nothing);
    // Quantities and expressions are checked each time, because their values can be wrong too.
    if (code !== '_filter' && !isChainedSearchFilter(filter) && getSearchParameter(type, code)?.type !== 'quantity') {
      meaningful.add(key);
    }
  }
}

/** A day at least, with a time perhaps: Medplum refuses a year or a month. */
const wholeDate =
  /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ]\d\d(?::\d\d(?::\d\d)?(?:\.\d{1,9})?)?)?(?:Z|[+-]\d\d:\d\d)?$/;

function checkDate(type: ResourceType, { code, operator, value }: Filter): void {
  if (getSearchParameter(type, code)?.type !== 'date' || presence.has(operator)) {
    return;
  }
  for (const date of splitSearchOnComma(value)) {
    if (!wholeDate.test(date) || Number.isNaN(Date.parse(date.replace(' ', 'T')))) {
      throw badRequestError(`Invalid date value: ${date}`);
    }
  }
}

const numeric: ReadonlySet<string | undefined> = new Set(['number', 'quantity']);

/** Of a quantity only the number has to be one. */
function checkNumber(type: ResourceType, { code, operator, value }: Filter): void {
  const [number = ''] = value.split('|');
  const isAsked = numeric.has(getSearchParameter(type, code)?.type) && !presence.has(operator);
  if (isAsked && number !== '' && Number.isNaN(Number(number))) {
    throw badRequestError(`invalid input syntax for type double precision: "${number}"`);
  }
}

/** Medplum names the parameter by the id of its definition. */
function checkModifier(type: ResourceType, { code, operator }: Filter): void {
  if (operator === Operator.OF_TYPE) {
    throw badRequestError(`Invalid modifier :${operator} for ${getSearchParameter(type, code)?.id ?? code}`);
  }
}

function checkBoolean(type: ResourceType, { code, operator, value }: Filter): void {
  const parameter = getSearchParameter(type, code);
  if (parameter?.type !== 'token' || presence.has(operator)) {
    return;
  }
  if (getSearchParameterDetails(type, parameter).type === 'BOOLEAN' && !['true', 'false'].includes(value)) {
    throw badRequestError(`Boolean search value must be 'true' or 'false'`);
  }
}
