import {
  badRequest,
  convertToSearchableDates,
  convertToSearchableNumbers,
  convertToSearchableQuantities,
  convertToSearchableReferences,
  convertToSearchableStrings,
  convertToSearchableTokens,
  convertToSearchableUris,
  type Filter,
  invalidSearchOperator,
  Operator,
  OperationOutcomeError,
  type SearchableToken,
  splitSearchOnComma,
  toPeriod,
  type TypedValue,
} from '@medplum/core';
import type { Period, Quantity, SearchParameter } from '@medplum/fhirtypes';

type Matcher = (values: TypedValue[], filter: Filter, parameter: SearchParameter) => boolean;

/**
 * Tells whether one of a resource's values is one of those that a filter asks for. `:not` and `ne` are for the caller.
 *
 * @throws OperationOutcomeError 400 when the parameter's type cannot be searched in the way that the filter asks for.
 */
export function matchesValue(values: TypedValue[], filter: Filter, parameter: SearchParameter): boolean {
  const matcher = matchers[parameter.type];
  if (!matcher) {
    throw new OperationOutcomeError(badRequest(`Unsupported search parameter type: ${parameter.type}`));
  }
  return matcher(values, filter, parameter);
}

const matchers: Partial<Record<SearchParameter['type'], Matcher>> = {
  token: matchesToken,
  reference: matchesReference,
  string: matchesString,
  uri: (values, filter) => someWanted(filter, (wanted) => convertToSearchableUris(values).includes(wanted)),
  date: matchesDate,
  number: matchesNumber,
  quantity: matchesQuantity,
};

const NEGATABLE: readonly Operator[] = [Operator.EQUALS, Operator.NOT_EQUALS, Operator.NOT];

function matchesToken(values: TypedValue[], filter: Filter): boolean {
  if (filter.operator === Operator.TEXT) {
    return matchesString(values, { ...filter, operator: Operator.EQUALS });
  }
  requireOperator(filter, [...NEGATABLE, Operator.EXACT, Operator.IDENTIFIER]);
  const tokens = convertToSearchableTokens(values);
  return someWanted(filter, (wanted) => tokens.some((token) => isToken(token, wanted.toLowerCase())));
}

function isToken({ system, value }: SearchableToken, wanted: string): boolean {
  const code = value?.toLowerCase() ?? '';
  const bar = wanted.indexOf('|');
  if (bar < 0) {
    return code === wanted;
  }
  const wantedCode = wanted.slice(bar + 1);
  return wanted !== '|' && (system?.toLowerCase() ?? '') === wanted.slice(0, bar) && ['', code].includes(wantedCode);
}

function matchesReference(values: TypedValue[], filter: Filter, { target, code }: SearchParameter): boolean {
  requireOperator(filter, NEGATABLE);
  const references = convertToSearchableReferences(values);
  // A bare id is clear only where it can be of one type.
  const takesBareId = target?.length === 1 || code === '_compartment';
  return someWanted(filter, (wanted) =>
    wanted.includes('/') || !takesBareId
      ? references.includes(wanted)
      : references.some((reference) => reference.endsWith(`/${wanted}`)),
  );
}

/** By default a text matches from the beginning of one of its words, as Medplum searches names and addresses. */
function matchesString(values: TypedValue[], filter: Filter): boolean {
  requireOperator(filter, [...NEGATABLE, Operator.CONTAINS, Operator.EXACT, Operator.STARTS_WITH]);
  const texts = convertToSearchableStrings(values);
  return someWanted(filter, (wanted) => texts.some((text) => isText(text, filter.operator, wanted)));
}

function isText(text: string, operator: Operator, wanted: string): boolean {
  if (operator === Operator.EXACT) {
    return text === wanted || text.split(' ').includes(wanted);
  }
  const lowText = text.toLowerCase();
  const lowWanted = wanted.toLowerCase();
  return operator === Operator.CONTAINS ? lowText.includes(lowWanted) : ` ${lowText}`.includes(` ${lowWanted}`);
}

function matchesDate(values: TypedValue[], filter: Filter): boolean {
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

function matchesNumber(values: TypedValue[], filter: Filter): boolean {
  const ranges = convertToSearchableNumbers(values);
  return someWanted(filter, (wanted) =>
    ranges.some(([low, high]) => isInRange(low ?? -Infinity, high ?? Infinity, filter, Number(wanted))),
  );
}

function matchesQuantity(values: TypedValue[], filter: Filter): boolean {
  const quantities = convertToSearchableQuantities(values);
  return someWanted(filter, (wanted) => {
    const [number = '', system = '', code = ''] = wanted.split('|');
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
    case Operator.APPROXIMATELY:
    case Operator.NOT_EQUALS:
    case Operator.NOT:
      return low <= wanted && wanted <= high;
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

function someWanted(filter: Filter, matches: (wanted: string) => boolean): boolean {
  return splitSearchOnComma(filter.value).some(matches);
}

function requireOperator({ operator, code }: Filter, allowed: readonly Operator[]): void {
  if (!allowed.includes(operator)) {
    throw new OperationOutcomeError(invalidSearchOperator(operator, code));
  }
}
