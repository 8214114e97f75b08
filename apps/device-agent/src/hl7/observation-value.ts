import type { Observation, ObservationComponent } from '@medplum/fhirtypes';
import { readAttachment } from './attachment.ts';
import { readCodeableConcept } from './codeable-concept.ts';
import { Hl7Error } from './hl7-error.ts';
import { component, locate, prose, readPiece, repetitions, withoutEnd } from './hl7-field.ts';
import type { Hl7Segment } from './hl7-message.ts';
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
  | 'extension'
>;
type ReadValue = (result: Hl7Segment, repetition: string, context: ValueContext) => Value;
export type ValueContext = Readonly<{ namespace: string; timeZone: string }>;

/** FHIR R4 has no document as a value; R5 has, and this is how R4 carries R5's member. */
export const attachmentValue = 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Observation.value';

/** OBX-2 → how OBX-5 is read. */
const readers = new Map<string, ReadValue>([
  ['NM', numeric],
  ['SN', structuredNumeric],
  ['CE', coded],
  ['CWE', coded],
  ['CNE', coded],
  ['DT', dateTime],
  ['TS', dateTime],
  ['DTM', dateTime],
  ['TM', time],
  ['ED', document],
]);
const proseTypes = new Set(['ST', 'TX', 'FT']);

/** Reads OBX-5 by the type that OBX-2 names. Repetitions of prose are lines; repetitions of anything else, components. */
export function readValue(
  { result, continued }: Readonly<{ result: Hl7Segment; continued: readonly Hl7Segment[] }>,
  code: ObservationComponent['code'],
  context: ValueContext,
): Value & Pick<Observation, 'component'> {
  const type = component(result, 2);
  if (proseTypes.has(type)) {
    const text = [result, ...continued].map((segment) => prose(segment, 5)).join('\n');
    return text.trim() === '' ? unknown : asText(text, result);
  }
  const values = repetitions(result, 5).filter((piece) => type === 'ED' || readPiece(result, 5, piece).trim() !== '');
  const read = readers.get(type);
  if (!read && values.length > 0) {
    throw new Hl7Error('AE', 102, 'OBX-2 names a value type that this agent does not take', locate(result, 2));
  }
  const [first = '', ...others] = values;
  if (!read || values.length === 0) {
    return unknown;
  }
  if (others.length === 0) {
    return read(result, first, context);
  }
  return { component: values.map((repetition) => ({ code, ...read(result, repetition, context) })) };
}

function numeric(result: Hl7Segment, repetition: string): Value {
  const { component: caret, subcomponent } = result.encoding;
  // A number has one component. Where there are more, all are kept, since a part of them would be another value.
  const text = readPiece(result, 5, withoutEnd(repetition, caret + subcomponent)).trim();
  const valueQuantity = readQuantity(text, readUnit(result));
  // Analyzers send words such as `****` or `INVALID` in NM; words are kept as words, never made into a number.
  return valueQuantity ? { valueQuantity } : asText(text, result);
}

/** Numbers with nothing between them, or with a sign before or a point between them that may be a part of a number. */
const runsTogether = /[\d.]\^+[\d.]|^\^*[+-]\^+[\d.]/;

/** SN: comparator ^ number ^ separator ^ number, as in `<^5`, `=^23`, `^10^-^20`, `^1^:^128`, `^2^+`. */
function structuredNumeric(result: Hl7Segment, repetition: string): Value {
  const parts = repetition
    .split(result.encoding.component)
    .map((_, index) => component(result, 5, index + 1, repetition));
  const [given = '', first = '', separator = '', second = '', ...others] = parts;
  const comparator = given === '=' ? '' : given;
  if (runsTogether.test(parts.join('^')) || others.some((part) => part !== '')) {
    // Put together, `5^6` would be another number.
    return asText(parts.join('^'), result);
  }
  const unit = readUnit(result);
  const [low, high] = [readQuantity(first, unit), readQuantity(second, unit)];
  const isPlain = low && high && !comparator && !low.comparator && !high.comparator;
  // A range from high to low is none for FHIR (rng-2).
  if (separator === '-' && isPlain && Number(low.value) <= Number(high.value)) {
    return { valueRange: { low, high } };
  }
  if ((separator === ':' || separator === '/') && isPlain) {
    return { valueRatio: { numerator: low, denominator: high } };
  }
  const valueQuantity = separator === '' && second === '' ? readQuantity(`${comparator}${first}`, unit) : undefined;
  return valueQuantity ? { valueQuantity } : asText(`${comparator}${first}${separator}${second}`, result);
}

/** A value that FHIR has no number for. The unit of a number in it stays with it. */
function asText(text: string, result: Hl7Segment): Value {
  const { unit = '' } = readUnit(result);
  const lacksUnit = /\d/.test(text) && !endsWithUnit(text, unit);
  return text === '' ? unknown : { valueString: lacksUnit ? `${text} ${unit}` : text };
}

/** `5 mg` ends with `mg`, and not with `g`. */
function endsWithUnit(text: string, unit: string): boolean {
  const before = text.slice(0, text.length - unit.length);
  return text.endsWith(unit) && !(/\p{L}$/u.test(before) && /^\p{L}/u.test(unit));
}

function coded(result: Hl7Segment, repetition: string, { namespace }: ValueContext): Value {
  const valueCodeableConcept = readCodeableConcept(result, 5, namespace, repetition);
  return valueCodeableConcept ? { valueCodeableConcept } : unknown;
}

function dateTime(result: Hl7Segment, repetition: string, { timeZone }: ValueContext): Value {
  const text = component(result, 5, 1, repetition);
  const valueDateTime = toFhirDateTime(text, timeZone);
  if (!valueDateTime && text !== '') {
    throw new Hl7Error('AE', 102, 'OBX-5 is not a date or time', locate(result, 5));
  }
  return valueDateTime ? { valueDateTime } : unknown;
}

/** A time of day has no offset in FHIR, so one with an offset, or without minutes, is kept as it was written. */
function time(result: Hl7Segment, repetition: string): Value {
  const text = component(result, 5, 1, repetition);
  const [, hour, minute, second = '00', fraction = '', offset] =
    /^([01]\d|2[0-3])(?:([0-5]\d)(?:([0-5]\d)(\.\d{1,4})?)?)?([+-]\d{4})?$/.exec(text) ?? [];
  if (!hour && text !== '') {
    throw new Hl7Error('AE', 102, 'OBX-5 is not a time of day', locate(result, 5));
  }
  if (!hour) {
    return unknown;
  }
  return minute && !offset ? { valueTime: `${hour}:${minute}:${second}${fraction}` } : { valueString: text };
}

function document(result: Hl7Segment, repetition: string): Value {
  return { extension: [{ url: attachmentValue, valueAttachment: readAttachment(result, repetition) }] };
}

const absentReasons = 'http://terminology.hl7.org/CodeSystem/data-absent-reason';
const unknown: Value = { dataAbsentReason: { coding: [{ system: absentReasons, code: 'unknown' }] } };
