import { createHash } from 'node:crypto';
import { Hl7Error } from './hl7-error.ts';
import { component, prose, type Hl7Message, type Hl7Segment } from './hl7-message.ts';

/** One OBX with everything around it that says what it means. */
export type Hl7Result = Readonly<{
  /** Where the OBX stands: 1.2 is the second result of the first order. Set ids may be missing, positions never are. */
  position: string;
  patient: Hl7Segment;
  order: Hl7Segment;
  result: Hl7Segment;
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

type Order = { patient: Hl7Segment; order: Hl7Segment; specimen?: Hl7Segment; notes: string[]; results: Entry[] };
type Entry = { result: Hl7Segment; notes: string[] };

/** Takes an ORU^R01 apart into its results. Refuses what is no production result of this kind. */
export function readResultMessage({ header, segments }: Hl7Message): ResultMessage {
  assertSupported(header);
  const orders = groupByOrder(segments);
  const results = orders.flatMap(({ patient, order, specimen, notes, results }, orderIndex) =>
    results.map((entry, index) => ({
      position: `${orderIndex + 1}.${index + 1}`,
      patient,
      order,
      specimen,
      result: entry.result,
      notes: [...entry.notes, ...notes],
    })),
  );
  if (results.length === 0) {
    throw new Hl7Error('AE', 101, 'The message holds no result (OBX)', { segment: 'OBX' });
  }
  const sentAt = component(header, 7);
  return { controlId: component(header, 10), key: messageKey(header, segments), sentAt, results };
}

function assertSupported(header: Hl7Segment): void {
  const refuse = (code: 101 | 200 | 202 | 203, field: number, message: string): never => {
    throw new Hl7Error('AR', code, message, { segment: 'MSH', field });
  };
  if (component(header, 9) !== 'ORU' || component(header, 9, 2) !== 'R01') {
    refuse(200, 9, 'This agent takes results only: ORU R01');
  }
  if (component(header, 10) === '') {
    refuse(101, 10, 'MSH-10, the message control id, is missing');
  }
  if (component(header, 11) !== 'P') {
    refuse(202, 11, 'Training and test messages are not recorded: MSH-11 must be P');
  }
  if (!component(header, 12).startsWith('2.')) {
    refuse(203, 12, 'MSH-12 must be a version 2 of HL7');
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

function groupByOrder(segments: readonly Hl7Segment[]): readonly Order[] {
  const orders: Order[] = [];
  let patient: Hl7Segment | undefined;
  let order: Order | undefined;
  let entry: Entry | undefined;
  for (const [index, segment] of segments.entries()) {
    if (segment.name === 'PID') {
      [patient, order, entry] = [segment, undefined, undefined];
    } else if (segment.name === 'OBR') {
      order = { patient: patient ?? missing('PID', 'OBR'), order: segment, notes: [], results: [] };
      entry = undefined;
      orders.push(order);
    } else if (segment.name === 'OBX') {
      entry = { result: segment, notes: [] };
      (order ?? missing('OBR', 'OBX', index + 2)).results.push(entry);
    } else if (segment.name === 'NTE' && order) {
      (entry ?? order).notes.push(prose(segment, 3));
    } else if (segment.name === 'SPM' && order) {
      order.specimen ??= segment;
    }
  }
  return orders;
}

function missing(wanted: string, before: string, line?: number): never {
  const where = line === undefined ? '' : ` (line ${line})`;
  throw new Hl7Error('AE', 100, `${before} without ${wanted} before it${where}`, { segment: wanted });
}
