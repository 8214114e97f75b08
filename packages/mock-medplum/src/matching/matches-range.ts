import {
  convertToSearchableDates,
  convertToSearchableNumbers,
  convertToSearchableQuantities,
  type Filter,
  getSearchParameterDetails,
  Operator,
  SearchParameterType,
  type TypedValue,
} from '@medplum/core';
import type { Quantity } from '@medplum/fhirtypes';
import { badRequestError } from '#http/fhir-errors.ts';
import { refuseMembership } from './refuse-membership.ts';
import { someWanted } from './some-wanted.ts';
import type { Searched } from './stored-as.ts';

const comparisons: ReadonlySet<Operator> = new Set([
  Operator.EQUALS,
  Operator.EXACT,
  Operator.NOT,
  Operator.NOT_EQUALS,
  Operator.GREATER_THAN,
  Operator.GREATER_THAN_OR_EQUALS,
  Operator.LESS_THAN,
  Operator.LESS_THAN_OR_EQUALS,
  Operator.STARTS_AFTER,
  Operator.ENDS_BEFORE,
]);

/**
 * Tells whether a date is before, at or after the moment that a filter asks for. Medplum keeps of a period its start
 * alone, and takes a day for the moment at which it begins.
 */
export function matchesDate(values: TypedValue[], filter: Filter, { resourceType, parameter, as }: Searched): boolean {
  refuseMembership(filter);
  const isDay = getSearchParameterDetails(resourceType, parameter).type === SearchParameterType.DATE;
  const moment = (text: string): number => Date.parse(isDay ? text.slice(0, 10) : text.replace(' ', 'T'));
  const moments = convertToSearchableDates(values).flatMap(({ start, end }) => moment(start ?? end ?? '') || []);
  const asked = moment(filter.value);
  if (as === 'list') {
    return moments.includes(asked);
  }
  refuseModifier(filter);
  const [first] = moments;
  return first !== undefined && isInRange(first, first, filter, asked);
}

/** Tells whether one of the values is the number, or on the side of it, that a filter asks for. */
export function matchesNumber(values: TypedValue[], filter: Filter): boolean {
  refuseModifier(filter);
  const ranges = convertToSearchableNumbers(values);
  return someWanted(filter, (wanted) =>
    ranges.some(([low, high]) => isInRange(low ?? -Infinity, high ?? Infinity, filter, Number(wanted))),
  );
}

/** Like `matchesNumber`, for a value `number|system|code`. */
export function matchesQuantity(values: TypedValue[], filter: Filter): boolean {
  if (filter.operator !== Operator.APPROXIMATELY) {
    refuseModifier(filter);
  }
  const quantities = convertToSearchableQuantities(values);
  return someWanted(filter, (wanted) => {
    const [number = '', system = '', code = ''] = wanted.split('|');
    if (!number) {
      throw badRequestError(`Invalid quantity value: ${wanted}`);
    }
    return quantities.some(
      (quantity) =>
        hasUnit(quantity, system, code) &&
        isInRange(quantity.value ?? Number.NaN, quantity.value ?? Number.NaN, filter, Number(number)),
    );
  });
}

function hasUnit({ system, code, unit }: Quantity, wantedSystem: string, wantedCode: string): boolean {
  return (!wantedSystem || system === wantedSystem) && (!wantedCode || code === wantedCode || unit === wantedCode);
}

function isInRange(low: number, high: number, { operator }: Filter, wanted: number): boolean {
  switch (operator) {
    case Operator.EQUALS:
    case Operator.EXACT:
    case Operator.NOT_EQUALS:
    case Operator.NOT:
      return low <= wanted && wanted <= high;
    case Operator.APPROXIMATELY:
      return low <= wanted * 1.1 && wanted * 0.9 <= high;
    case Operator.LESS_THAN:
    case Operator.ENDS_BEFORE:
      return low < wanted;
    case Operator.LESS_THAN_OR_EQUALS:
      return low <= wanted;
    case Operator.GREATER_THAN:
    case Operator.STARTS_AFTER:
      return high > wanted;
    default:
      return high >= wanted;
  }
}

function refuseModifier({ operator }: Filter): void {
  if (!comparisons.has(operator)) {
    throw badRequestError(`Unknown FHIR operator: ${operator}`);
  }
}
