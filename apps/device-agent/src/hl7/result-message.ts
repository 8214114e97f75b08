import { createHash } from 'node:crypto';
import { Hl7Error } from './hl7-error.ts';
import { component, locate } from './hl7-field.ts';
import type { Hl7Message, Hl7Segment } from './hl7-message.ts';
import { isHl7Time } from './hl7-time.ts';
import { readOrders, type Note } from './read-orders.ts';
import { observationStatus } from './result-codes.ts';

/** One OBX with everything around it that says what it means. */
export type Hl7Result = Readonly<{
  /** Where the OBX stands: 1.2 is the second result of the first order. Set ids may be missing, positions never are. */
  position: string;
  patient: Hl7Segment;
  order: Hl7Segment;
  result: Hl7Segment;
  /** OBX of the same text that follow it: text may span several (HL7 v2.5.1 §7.4.2.5). */
  continued: readonly Hl7Segment[];
  specimen: Hl7Segment | undefined;
  notes: readonly string[];
}>;

export type ResultMessage = Readonly<{
  controlId: string;
  /** The same for every transmission of the same message, and for no other. */
  key: string;
  /** The time of MSH-7: its offset holds for all times of the message without one (HL7 v2.5.1 §2.A.77). */
  sentAt: string;
  results: readonly Hl7Result[];
}>;

/** Takes an ORU^R01 or OUL^R22 apart into its results. Refuses what is no production result of these kinds. */
export function readResultMessage({ header, segments }: Hl7Message): ResultMessage {
  const type = assertSupported(header);
  assertWhole(header, segments);
  const { orders, notes: all } = readOrders(segments, type);
  const results = orders.flatMap(({ results, ...order }, orderIndex) =>
    results.map(({ notes, ...entry }, index) => ({
      ...order,
      ...entry,
      position: `${orderIndex + 1}.${index + 1}`,
      notes: [...notes, ...order.notes],
    })),
  );
  if (results.length === 0) {
    throw new Hl7Error('AE', 101, 'The message holds no result (OBX)', { segment: 'OBX' });
  }
  assertKept(all, results);
  const sentAt = component(header, 7);
  if (sentAt !== '' && !isHl7Time(sentAt)) {
    throw new Hl7Error('AE', 102, 'MSH-7 is not a date or time', locate(header, 7));
  }
  return {
    controlId: component(header, 10),
    key: messageKey(header, segments),
    sentAt,
    results: results.map(({ notes, ...rest }) => ({ ...rest, notes: notes.map(({ text }) => text) })),
  };
}

type Noted = Readonly<{ result: Hl7Segment; notes: readonly Note[] }>;

/** A note goes with the Observations that it is about. One about an order without results would be lost, so it is refused. */
function assertKept(notes: readonly Note[], results: readonly Noted[]): void {
  const stored = results.filter(({ result }) => observationStatus(component(result, 11)) !== undefined);
  const kept = new Set(stored.flatMap((result) => result.notes));
  const lost = notes.find((note) => !kept.has(note));
  if (lost) {
    throw new Hl7Error(
      'AE',
      100,
      'NTE is about an order without a result: send it with one, or without the note',
      lost.place,
    );
  }
}

function assertSupported(header: Hl7Segment): 'ORU' | 'OUL' {
  const refuse = (code: 101 | 200 | 202 | 203, field: number, message: string): never => {
    throw new Hl7Error('AR', code, message, { segment: 'MSH', field });
  };
  const type = `${component(header, 9)}^${component(header, 9, 2)}`;
  if (type !== 'ORU^R01' && type !== 'OUL^R22') {
    return refuse(200, 9, 'This agent takes results only: ORU R01 and OUL R22');
  }
  if (component(header, 10) === '') {
    refuse(101, 10, 'MSH-10, the message control id, is missing');
  }
  if (component(header, 11) !== 'P') {
    refuse(202, 11, 'Training and test messages are not recorded: MSH-11 must be P');
  }
  if (!/^2(?:\.\d+)+$/.test(component(header, 12))) {
    refuse(203, 12, 'MSH-12 must be a version 2 of HL7');
  }
  return type === 'ORU^R01' ? 'ORU' : 'OUL';
}

/** A message may be sent in parts (HL7 v2.5.1 §2.10.2), of which this agent would take each for a whole one. */
function assertWhole(header: Hl7Segment, segments: readonly Hl7Segment[]): void {
  // A DSC without a pointer says that nothing follows.
  const part = segments.find((one) => one.name === 'ADD' || (one.name === 'DSC' && component(one, 1) !== ''));
  const place = component(header, 14) === '' ? part && locate(part, 1) : locate(header, 14);
  if (place) {
    throw new Hl7Error('AE', 100, 'ADD, DSC and MSH-14 continue another message: send it as one', place);
  }
}

/**
 * Counters in MSH-10 restart, on some analyzers every morning, so the key covers the content as well: a new result under
 * an old number is never taken for a repetition. MSH-7 is left out because a repetition carries a new time.
 */
function messageKey(header: Hl7Segment, segments: readonly Hl7Segment[]): string {
  const content = segments.map(({ fields }) => fields);
  const identity = [header.fields[3], header.fields[4], header.fields[10], content];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
}
