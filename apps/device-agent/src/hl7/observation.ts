import type { Identifier, Observation } from '@medplum/fhirtypes';
import { readCodeableConcept } from './codeable-concept.ts';
import { Hl7Error } from './hl7-error.ts';
import { component, parseHl7, repetitions, type Hl7Segment } from './hl7-message.ts';
import { offsetIn, toFhirDateTime } from './hl7-time.ts';
import { readValue } from './observation-value.ts';
import { readUnit } from './quantity.ts';
import { readReferenceRange } from './reference-range.ts';
import { interpretation, observationStatus } from './result-codes.ts';
import { readResultMessage, type Hl7Result, type ResultMessage } from './result-message.ts';

export type TranslationSettings = Readonly<{
  /** The analyzer, for example `Device/123`: the AccessPolicy admits no other. */
  device: string;
  /** The identifier system of the number in PID-3. */
  patientSystem: string;
  /** URI under which this site's result, order, specimen and local code identifiers live. */
  namespace: string;
  /** IANA name for times without an offset. */
  timeZone: string;
}>;

export type Translation = Readonly<{
  controlId: string;
  key: string;
  observations: readonly (Observation & { identifier: Identifier[] })[];
}>;

/**
 * Turns the bytes of an ORU^R01 into Observations. Each has an identifier that depends on the message alone, so the same
 * message makes the same identifiers after a crash, a retransmission or the loss of the queue.
 *
 * @throws Hl7Error when the message cannot be taken as a whole; no part of it is recorded then.
 */
export function translateMessage(body: Uint8Array, settings: TranslationSettings): Translation {
  const message = readResultMessage(parseHl7(body));
  const observations = message.results.flatMap((result) => toObservation(message, result, settings));
  return { controlId: message.controlId, key: message.key, observations };
}

function toObservation(
  message: ResultMessage,
  parts: Hl7Result,
  settings: TranslationSettings,
): Translation['observations'] {
  const { result, order, position } = parts;
  const status = observationStatus(component(result, 11));
  if (!status) {
    return [];
  }
  const { namespace } = settings;
  const location = { segment: 'OBX', sequence: Number(component(result, 1)) || 1 };
  const timeZone = offsetIn(message.sentAt) ?? settings.timeZone;
  const code = readCodeableConcept(result, 3, namespace);
  if (!code) {
    throw new Hl7Error('AE', 101, 'OBX-3, the test, is missing', { ...location, field: 3 });
  }
  const range = readReferenceRange(component(result, 7), readUnit(result));
  const flags = repetitions(result, 8).map((flag) => interpretation(component(result, 8, 1, flag)));
  const effectiveDateTime = readTime([result, 14], timeZone) ?? readTime([order, 7], timeZone);
  return [
    {
      resourceType: 'Observation',
      identifier: [
        { system: `${namespace}/results`, value: `${message.key}.${position}` },
        ...orderNumber(order, namespace),
      ],
      status,
      category: [{ coding: [laboratory] }],
      code,
      // A logical reference: this key may not read patients, so it cannot know an id. The name stays in the laboratory.
      subject: { type: 'Patient', identifier: patientNumber(parts.patient, settings.patientSystem) },
      device: { reference: settings.device },
      ...(effectiveDateTime ? { effectiveDateTime } : {}),
      ...readValue(result, code, { namespace, timeZone, location: { ...location, field: 5 } }),
      ...(flags.length > 0 ? { interpretation: flags } : {}),
      ...(range ? { referenceRange: [range] } : {}),
      ...(parts.notes.length > 0 ? { note: parts.notes.map((text) => ({ text })) } : {}),
      ...specimen(parts.specimen, namespace),
    },
  ];
}

const laboratory = { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' };

function orderNumber(order: Hl7Segment, namespace: string): Identifier[] {
  const value = component(order, 3);
  const type = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'FILL' }] };
  return value ? [{ type, system: `${namespace}/orders`, value }] : [];
}

/** PID-3 may hold several numbers: the medical record number if one is marked so, else the first. */
function patientNumber(patient: Hl7Segment, system: string): Identifier {
  const numbers = repetitions(patient, 3);
  const chosen = numbers.find((number) => component(patient, 3, 5, number) === 'MR') ?? numbers[0];
  const value = chosen === undefined ? '' : component(patient, 3, 1, chosen);
  if (!value) {
    throw new Hl7Error('AE', 101, 'PID-3, the patient number, is missing', { segment: 'PID', field: 3 });
  }
  return { system, value };
}

function readTime([segment, field]: [Hl7Segment, number], timeZone: string): string | undefined {
  const text = component(segment, field);
  const time = text ? toFhirDateTime(text, timeZone) : undefined;
  if (text && !time) {
    const where = `${segment.name}-${field}`;
    throw new Hl7Error('AE', 102, `${where} is not a date or time`, { segment: segment.name, field });
  }
  return time;
}

function specimen(segment: Hl7Segment | undefined, namespace: string): Pick<Observation, 'specimen'> {
  // SPM-2 is a pair: the placer's number, then the filler's as subcomponents of the second component.
  const value = segment ? component(segment, 2, 2) || component(segment, 2, 1) : '';
  return value ? { specimen: { type: 'Specimen', identifier: { system: `${namespace}/specimens`, value } } } : {};
}
