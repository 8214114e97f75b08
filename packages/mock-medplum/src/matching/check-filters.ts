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
} from '@medplum/core';
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { tooCostly } from '#cost/work.ts';
import { badRequestError } from '#http/fhir-errors.ts';
import { checkChain } from './check-chain.ts';
import { continued, matchesSearch, type VisibleResources } from './matches-search.ts';
import { storedAs } from './stored-as.ts';

const nothing: VisibleResources = { resolve: () => undefined, all: () => [] };
const presence: ReadonlySet<Operator> = new Set([Operator.MISSING, Operator.PRESENT]);

/** With these a boolean's value is not looked at, or not yet. */
const notOfValue: ReadonlySet<Operator> = new Set([...presence, Operator.IDENTIFIER, Operator.IN, Operator.NOT_IN]);

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
    chained.push(...checkValue(type, filter));
  }
  for (const filter of filters) {
    checkOperator(type, filter);
    if (filter.code === '_filter') {
      chained.push(...checkExpression(type, parseFilterParameter(filter.value)));
    }
  }
  return chained;
}

/** Refuses a value that its parameter cannot have, at the end of a chain too, and returns the types of the chain. */
function checkValue(type: ResourceType, filter: Filter): readonly string[] {
  if (isChainedSearchFilter(filter)) {
    const { through, end } = checkChain(type, filter.code);
    const last = continued(end.type, end.code, filter);
    return [...through, ...(through.length > 0 ? checkValue(end.type as ResourceType, last) : [])];
  }
  checkBoolean(type, filter);
  checkDate(type, filter);
  checkNumber(type, filter);
  checkPresence(type, filter);
  return [];
}

function checkExpression(type: ResourceType, expression: FhirFilterExpression): readonly string[] {
  if (expression instanceof FhirFilterComparison) {
    const { path: code, operator, value } = expression;
    return checkValue(type, { code, operator, value });
  }
  const parts = expression instanceof FhirFilterConnective ? [expression.left, expression.right] : [expression.child];
  return parts.flatMap((part) => checkExpression(type, part));
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
  if (!wholeDate.test(value) || Number.isNaN(Date.parse(value.replace(' ', 'T')))) {
    throw badRequestError(`Invalid date value: ${value}`);
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

/** Whether there is a code at all is asked with one of two words; of the time of the last change it cannot be asked. */
function checkPresence(type: ResourceType, { code, operator, value }: Filter): void {
  const parameter = getSearchParameter(type, code);
  if (!parameter || !presence.has(operator)) {
    return;
  }
  if (code === '_lastUpdated') {
    throw badRequestError(`Invalid date value: ${value}`);
  }
  if (storedAs(type, parameter) === 'tokens' && !['true', 'false'].includes(value.toLowerCase())) {
    throw badRequestError(`Search filter ':${operator}' must have a value of 'true' or 'false'`);
  }
}

function checkBoolean(type: ResourceType, { code, operator, value }: Filter): void {
  const parameter = getSearchParameter(type, code);
  if (parameter?.type !== 'token' || notOfValue.has(operator)) {
    return;
  }
  if (getSearchParameterDetails(type, parameter).type === 'BOOLEAN' && !['true', 'false'].includes(value)) {
    throw badRequestError(`Boolean search value must be 'true' or 'false'`);
  }
}
