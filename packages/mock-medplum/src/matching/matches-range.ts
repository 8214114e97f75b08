import {
  convertToSearchableDates,
  convertToSearchableNumbers,
  convertToSearchableQuantities,
  type Filter,
  invalidSearchOperator,
  Operator,
  OperationOutcomeError,
  toPeriod,
  type TypedValue,
} from '@medplum/core';
import type { Period, Quantity } from '@medplum/fhirtypes';
import { badRequestError } from '#http/fhir-errors.ts';
import { someWanted } from './some-wanted.ts';

/** Tells whether one of the values is in the period that a date filter asks for. */
export function matchesDate(values: TypedValue[], filter: Filter): boolean {
  const periods = convertToSearchableDates(values);
  return someWanted(filter, (wanted) => {
    const asked = toPeriod(wanted);
    return asked !== undefined && periods.some((period) => isInPeriod(period, filter.operator, asked));
  });
}

function isInPeriod({ start = '0', end = '9999' }: Period, operator: Operator, asked: Period): boolean {
  const { start: askedStart = '0', end: askedEnd = '9999' } = asked;
  switch (operator) {
    case Operator.EQUALS:
    case Operator.APPROXIMATELY:
    case Operator.NOT_EQUALS:
    case Operator.NOT:
      return start < askedEnd && end > askedStart;
    case Operator.LESS_THAN:
      return start < askedStart;
    case Operator.LESS_THAN_OR_EQUALS:
      return start <= askedEnd;
    case Operator.GREATER_THAN:
      return end > askedEnd;
    case Operator.GREATER_THAN_OR_EQUALS:
      return end >= askedStart;
    case Operator.STARTS_AFTER:
      return start > askedEnd;
    case Operator.ENDS_BEFORE:
      return end < askedStart;
    default:
      throw new OperationOutcomeError(invalidSearchOperator(operator, 'date'));
  }
}

/** Tells whether one of the values is the number, or on the side of it, that a filter asks for. */
export function matchesNumber(values: TypedValue[], filter: Filter): boolean {
  const ranges = convertToSearchableNumbers(values);
  return someWanted(filter, (wanted) =>
    ranges.some(([low, high]) => isInRange(low ?? -Infinity, high ?? Infinity, filter, Number(wanted))),
  );
}

/** Like `matchesNumber`, for a value `number|system|code`. */
export function matchesQuantity(values: TypedValue[], filter: Filter): boolean {
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

function isInRange(low: number, high: number, { operator, code }: Filter, wanted: number): boolean {
  switch (operator) {
    case Operator.EQUALS:
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
    case Operator.GREATER_THAN_OR_EQUALS:
      return high >= wanted;
    default:
      throw new OperationOutcomeError(invalidSearchOperator(operator, code));
  }
}
