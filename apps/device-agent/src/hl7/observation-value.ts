import type { Observation, ObservationComponent } from '@medplum/fhirtypes';
import { readCodeableConcept } from './codeable-concept.ts';
import { Hl7Error } from './hl7-error.ts';
import { component, prose, repetitions, type Hl7Segment } from './hl7-message.ts';
import { toFhirDateTime } from './hl7-time.ts';
import { readQuantity, readUnit } from './quantity.ts';

type Value = Pick<
  Observation,
  | 'valueQuantity'
  | 'valueString'
  | 'valueCodeableConcept'
  | 'valueRange'
  | 'valueRatio'
  | 'valueDateTime'
  | 'valueTime'
  | 'dataAbsentReason'
>;
type ReadValue = (result: Hl7Segment, repetition: string, context: ValueContext) => Value;
export type ValueContext = Readonly<{ namespace: string; timeZone: string; location: Hl7Error['location'] }>;

/** OBX-2 → how OBX-5 is read. */
const readers: Readonly<Record<string, ReadValue>> = {
  NM: numeric,
  SN: structuredNumeric,
  CE: coded,
  CWE: coded,
  CNE: coded,
  DT: dateTime,
  TS: dateTime,
  DTM: dateTime,
  TM: time,
};
const proseTypes = new Set(['ST', 'TX', 'FT']);

/** Reads OBX-5 by the type that OBX-2 names. Repetitions of prose are lines; repetitions of anything else, components. */
export function readValue(
  result: Hl7Segment,
  code: ObservationComponent['code'],
  context: ValueContext,
): Value & Pick<Observation, 'component'> {
  const type = component(result, 2);
  const values = repetitions(result, 5);
  if (values.length === 0) {
    return { dataAbsentReason: absent('unknown') };
  }
  if (proseTypes.has(type)) {
    return { valueString: prose(result, 5) };
  }
  const read = readers[type];
  if (!read) {
    throw new Hl7Error('AE', 102, 'OBX-2 names a value type that this agent does not take', context.location);
  }
  const [first = '', ...others] = values;
  if (others.length === 0) {
    return read(result, first, context);
  }
  return { component: values.map((repetition) => ({ code, ...read(result, repetition, context) })) };
}

function numeric(result: Hl7Segment, repetition: string): Value {
  const text = component(result, 5, 1, repetition);
  const valueQuantity = readQuantity(text, readUnit(result));
  // Analyzers send words such as `****` or `INVALID` in NM; words are kept as words, never made into a number.
  return valueQuantity ? { valueQuantity } : { valueString: text };
}

/** SN: comparator ^ number ^ separator ^ number, as in `<^5`, `^10^-^20`, `^1^:^128`, `^2^+`. */
function structuredNumeric(result: Hl7Segment, repetition: string): Value {
  const [comparator = '', first = '', separator = '', second = ''] = [1, 2, 3, 4].map((position) =>
    component(result, 5, position, repetition),
  );
  const unit = readUnit(result);
  const [low, high] = [readQuantity(first, unit), readQuantity(second, unit)];
  if (separator === '-' && low && high && !comparator) {
    return { valueRange: { low, high } };
  }
  if ((separator === ':' || separator === '/') && low && high && !comparator) {
    return { valueRatio: { numerator: low, denominator: high } };
  }
  const valueQuantity = separator === '' ? readQuantity(`${comparator}${first}`, unit) : undefined;
  return valueQuantity ? { valueQuantity } : { valueString: `${comparator}${first}${separator}${second}` };
}

function coded(result: Hl7Segment, repetition: string, { namespace }: ValueContext): Value {
  const valueCodeableConcept = readCodeableConcept(result, 5, namespace, repetition);
  return valueCodeableConcept ? { valueCodeableConcept } : { dataAbsentReason: absent('unknown') };
}

function dateTime(result: Hl7Segment, repetition: string, { timeZone, location }: ValueContext): Value {
  const valueDateTime = toFhirDateTime(component(result, 5, 1, repetition), timeZone);
  if (!valueDateTime) {
    throw new Hl7Error('AE', 102, 'OBX-5 is not a date or time', location);
  }
  return { valueDateTime };
}

function time(result: Hl7Segment, repetition: string, { location }: ValueContext): Value {
  const [, hour, minute, second = '00'] =
    /^([01]\d|2[0-3])([0-5]\d)([0-5]\d)?/.exec(component(result, 5, 1, repetition)) ?? [];
  if (!hour) {
    throw new Hl7Error('AE', 102, 'OBX-5 is not a time of day', location);
  }
  return { valueTime: `${hour}:${minute}:${second}` };
}

function absent(code: string): NonNullable<Observation['dataAbsentReason']> {
  return { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code }] };
}
