import { createHash } from 'node:crypto';
import type { Identifier } from '@medplum/fhirtypes';
import { assertStorable } from './assert-storable.ts';
import { readCodeableConcept } from './codeable-concept.ts';
import { component, locate } from './hl7-field.ts';
import { parseHl7, type Hl7Segment } from './hl7-message.ts';
import { offsetIn } from './hl7-time.ts';
import type { LabMessage, LabOrder, Result } from './lab-message.ts';
import { orderNumber, readTime, specimenNumber, toObservation, type TranslationSettings } from './observation.ts';
import { readPatientNumber } from './patient-number.ts';
import { reportStatus } from './result-codes.ts';
import { readResultMessage, type Hl7Result } from './result-message.ts';

/**
 * Turns the bytes of an ORU^R01 or OUL^R22 into orders with their Observations. Each has an identifier that depends on
 * the message alone, so the same message makes the same identifiers after a crash, a retransmission or the loss of the
 * queue.
 *
 * @throws Hl7Error when the message cannot be taken as a whole; no part of it is recorded then.
 */
export function translateMessage(body: Uint8Array, settings: TranslationSettings): LabMessage {
  const { controlId, key, sentAt, results } = readResultMessage(parseHl7(body));
  // The offset of MSH-7 holds for all times of the message without one (HL7 v2.5.1 §2.A.77).
  const timeZone = offsetIn(sentAt) ?? settings.timeZone;
  const byOrder = Map.groupBy(results, ({ order }) => order);
  const orders = [...byOrder.values()].map((ofOrder) => toOrder(ofOrder, { key, timeZone, settings }));
  return { controlId, key, orders };
}

type OrderContext = Readonly<{ key: string; timeZone: string; settings: TranslationSettings }>;

function toOrder(ofOrder: readonly Hl7Result[], { key, timeZone, settings }: OrderContext): LabOrder {
  const { namespace, patientSystem: system, patientAuthorities: authorities } = settings;
  const [{ patient, order, specimen, position }] = ofOrder as readonly [Hl7Result];
  const number = readPatientNumber(patient, { system, authorities });
  const subject = { type: 'Patient' as const, identifier: number };
  const slots = createSlots(order, number, namespace);
  const results = ofOrder.flatMap((parts): readonly Result[] => {
    const context = { settings, messageKey: key, timeZone, subject, slot: slots(parts.result) };
    const result = toObservation(parts, context);
    return result ? [result] : [];
  });
  const specimenIdentifier = specimenNumber(specimen, namespace);
  const [nth = '1'] = position.split('.', 1);
  const orderCode = readCodeableConcept(order, 4, namespace);
  const specimenType = specimen && readCodeableConcept(specimen, 4, namespace);
  // A feature may make a report and a specimen of them.
  assertStorable({ orderCode }, { value: locate(order, 4) });
  assertStorable({ specimenType }, { value: specimen ? locate(specimen, 4) : locate(order, 4) });
  return {
    identifier: [{ system: `${namespace}/reports`, value: `${key}.${nth}` }, ...orderNumber(order, namespace)],
    status: reportStatus(component(order, 25), results),
    code: orderCode,
    subject,
    effectiveDateTime: readTime([order, 7], timeZone),
    specimen: specimenIdentifier && {
      identifier: specimenIdentifier,
      type: specimenType,
    },
    results,
  };
}

/**
 * Names the place of a result in its order, which a correction shares with what it corrects: patient, numbers and time of
 * the order, test and sub-id. An order without a number has no such places, since nothing tells it from another.
 */
function createSlots(order: Hl7Segment, patient: Identifier, namespace: string) {
  const numbers = [component(order, 2), component(order, 3)];
  const taken = new Map<string, number>();
  return (result: Hl7Segment): Identifier | undefined => {
    const test = [component(result, 3), component(result, 3, 3), component(result, 4)].join('|');
    const nth = taken.get(test) ?? 0;
    taken.set(test, nth + 1);
    const place = [patient.system, patient.value, numbers, component(order, 4), component(order, 7), test, nth];
    const value = createHash('sha256').update(JSON.stringify(place)).digest('hex').slice(0, 32);
    return numbers.join('') === '' ? undefined : { system: `${namespace}/order-results`, value };
  };
}
