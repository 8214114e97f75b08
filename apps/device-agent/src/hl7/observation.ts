import type { Identifier, Observation } from '@medplum/fhirtypes';
import { assertStorable, type Places } from './assert-storable.ts';
import { readCodeableConcept } from './codeable-concept.ts';
import { Hl7Error, type Hl7Location } from './hl7-error.ts';
import { component, locate, repetitions, subcomponents, wholeText } from './hl7-field.ts';
import type { Hl7Segment } from './hl7-message.ts';
import { toFhirDateTime } from './hl7-time.ts';
import { readInterpretation } from './interpretation.ts';
import type { LabOrder, Result } from './lab-message.ts';
import { readValue } from './observation-value.ts';
import { readUnit } from './quantity.ts';
import { readReferenceRange } from './reference-range.ts';
import { observationStatus } from './result-codes.ts';
import type { Hl7Result } from './result-message.ts';

export type TranslationSettings = Readonly<{
  /** The analyzer, for example `Device/123`: the AccessPolicy admits no other. */
  device: string;
  /** The identifier system of the number in PID-3. */
  patientSystem: string;
  /** Who assigns those numbers: what PID-3.4 may say. */
  patientAuthorities: readonly string[];
  /** URI under which this site's result, order, specimen and local code identifiers live. */
  namespace: string;
  /** IANA name for times without an offset. */
  timeZone: string;
}>;

/** What a result is read with: what it has in common with the others of its message and of its order. */
export type ResultContext = Readonly<{
  settings: TranslationSettings;
  messageKey: string;
  /** Offset or IANA name for times without an offset. */
  timeZone: string;
  subject: LabOrder['subject'];
  /** The identifier of the result within its order, the same in a later correction. */
  slot: Identifier | undefined;
}>;

/** Makes an Observation of an OBX; none when OBX-11 says that there is no result. */
export function toObservation(parts: Hl7Result, context: ResultContext): Result | undefined {
  const { result, order, position } = parts;
  const status = observationStatus(component(result, 11));
  if (!status) {
    return undefined;
  }
  const { settings, messageKey, timeZone, subject, slot } = context;
  const { namespace } = settings;
  const code = readCodeableConcept(result, 3, namespace);
  if (!code) {
    throw new Hl7Error('AE', 101, 'OBX-3, the test, is missing', locate(result, 3));
  }
  const range = readReferenceRange(wholeText(result, 7), readUnit(result));
  const flags = repetitions(result, 8).flatMap((flag) => readInterpretation(result, flag, namespace) ?? []);
  const effectiveDateTime = readTime([result, 14], timeZone) ?? readTime([order, 7], timeZone);
  const observation: Result = {
    resourceType: 'Observation',
    identifier: [
      { system: `${namespace}/results`, value: `${messageKey}.${position}` },
      ...orderNumber(order, namespace),
      ...(slot ? [slot] : []),
    ],
    status,
    category: [{ coding: [laboratory] }],
    code,
    // A logical reference: this key may not read patients, so it cannot know an id. The name stays in the laboratory.
    subject,
    device: { reference: settings.device },
    ...(effectiveDateTime ? { effectiveDateTime } : {}),
    ...readValue(parts, code, { namespace, timeZone }),
    ...nonEmpty('interpretation', flags),
    ...nonEmpty('referenceRange', range ? [range] : []),
    ...nonEmpty(
      'note',
      parts.notes.map((text) => ({ text })),
    ),
    ...specimen(parts.specimen, namespace),
  };
  assertStorable(observation, placesIn(result));
  return observation;
}

function placesIn(result: Hl7Segment): Places {
  const place = (field: number): Hl7Location => locate(result, field);
  return {
    code: place(3),
    value: place(5),
    unit: place(6),
    referenceRange: place(7),
    interpretation: place(8),
    note: { segment: 'NTE', field: 3 },
  };
}

/** FHIR has no empty lists. */
function nonEmpty<Name extends string, Item>(name: Name, items: Item[]): { [Key in Name]?: Item[] } {
  return (items.length > 0 ? { [name]: items } : {}) as { [Key in Name]?: Item[] };
}

const laboratory = { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' };

/** OBR-3, the filler's number of the order. */
export function orderNumber(order: Hl7Segment, namespace: string): Identifier[] {
  const value = component(order, 3);
  const type = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'FILL' }] };
  return value ? [{ type, system: `${namespace}/orders`, value }] : [];
}

/** Reads a time, if there is one. @throws Hl7Error when what stands there is none. */
export function readTime([segment, field]: [Hl7Segment, number], timeZone: string): string | undefined {
  const text = component(segment, field);
  const time = text ? toFhirDateTime(text, timeZone) : undefined;
  if (text && !time) {
    const where = `${segment.name}-${field}`;
    throw new Hl7Error('AE', 102, `${where} is not a date or time`, locate(segment, field));
  }
  return time;
}

function specimen(segment: Hl7Segment | undefined, namespace: string): Pick<Observation, 'specimen'> {
  const identifier = specimenNumber(segment, namespace);
  return identifier ? { specimen: { type: 'Specimen', identifier } } : {};
}

/** SPM-2 is a pair: the placer's number, then the filler's as subcomponents of the second component. */
export function specimenNumber(segment: Hl7Segment | undefined, namespace: string): Identifier | undefined {
  const pair = segment?.fields[2]?.split(segment.encoding.repetition, 1)[0] ?? '';
  const [value] = segment ? [2, 1].flatMap((position) => subcomponents(segment, 2, position, pair)[0] || []) : [];
  return value ? { system: `${namespace}/specimens`, value } : undefined;
}
