import { Hl7Error, type Hl7Location } from './hl7-error.ts';
import { component, locate, prose } from './hl7-field.ts';
import type { Hl7Segment } from './hl7-message.ts';

/** The text of an NTE, and where it stands. */
export type Note = Readonly<{ text: string; place: Hl7Location }>;

type Entry = { result: Hl7Segment; continued: Hl7Segment[]; notes: Note[] };

/** An OBR with its results. Notes of the patient and of the specimen are among its own. */
export type Order = {
  patient: Hl7Segment;
  order: Hl7Segment;
  specimen: Hl7Segment | undefined;
  notes: Note[];
  results: Entry[];
};

/**
 * Groups the segments of a message by order. A note (NTE) belongs to what stands before it: the message, the patient, the
 * order that ORC or OBR begins, the result, or the specimen. In an OUL^R22 the specimen (SPM) comes before its orders and ORC after
 * OBR; in an ORU^R01 it is the other way round.
 */
export function readOrders(
  segments: readonly Hl7Segment[],
  type: 'ORU' | 'OUL',
): Readonly<{ orders: readonly Order[]; notes: readonly Note[] }> {
  const ofMessage: Note[] = [];
  const begun = { orders: [], notes: [], ofPatient: [], ofSpecimen: [], ofNextOrder: [] };
  const message: Reading = { ...begun, type, ofMessage, target: ofMessage };
  for (const [index, segment] of segments.entries()) {
    readers[segment.name]?.(message, segment, index + 2);
  }
  return message;
}

/** What has been read so far. */
type Reading = {
  readonly type: 'ORU' | 'OUL';
  readonly orders: Order[];
  /** All of the message, whatever they belong to. */
  readonly notes: Note[];
  patient?: Hl7Segment;
  /** In an OUL^R22, the specimen of the orders that follow. */
  specimen?: Hl7Segment | undefined;
  order?: Order | undefined;
  /** Notes for orders that follow. Those before the first patient are for all. */
  readonly ofMessage: readonly Note[];
  ofPatient: Note[];
  ofSpecimen: Note[];
  ofNextOrder: Note[];
  /** The list to which the next note belongs. */
  target: Note[];
};

const readers: Readonly<Record<string, (message: Reading, segment: Hl7Segment, line: number) => void>> = {
  PID: (message, segment) => {
    const notes: Note[] = [];
    Object.assign(message, {
      patient: segment,
      specimen: undefined,
      order: undefined,
      ofPatient: notes,
      target: notes,
    });
    [message.ofSpecimen, message.ofNextOrder] = [[], []];
  },
  SPM: (message, segment) => {
    if (message.type === 'ORU') {
      const order = message.order ?? missing('OBR', 'SPM');
      order.specimen = onlySpecimen(order.specimen ?? segment, segment);
      message.target = order.notes;
    } else {
      const notes: Note[] = [];
      Object.assign(message, { specimen: segment, order: undefined, ofSpecimen: notes, target: notes });
    }
  },
  ORC: (message) => {
    const { type, order } = message;
    message.ofNextOrder = [];
    // In an OUL^R22 this ORC may belong to the OBR before it.
    message.target = type === 'OUL' && order?.results.length === 0 ? order.notes : message.ofNextOrder;
  },
  OBR: (message, segment) => {
    begin(message, segment);
  },
  OBX: (message, segment, line) => {
    if (message.type === 'OUL' && message.specimen && !message.order) {
      // A result of the specimen itself.
      begin(message, { ...segment, name: 'OBR', fields: ['OBR'] });
    }
    message.target = addResult(message.order ?? missing('OBR', 'OBX', line), segment);
  },
  FT1: endResult,
  CTI: endResult,
  NTE: ({ target, notes }, segment) => {
    const text = prose(segment, 3).trim();
    if (text) {
      const note = { text, place: locate(segment, 3) };
      target.push(note);
      notes.push(note);
    }
  },
};

/** An Observation has one specimen, and nothing tells which of two is that of a result. */
function onlySpecimen(first: Hl7Segment, next: Hl7Segment): Hl7Segment {
  if (next.fields[2] !== first.fields[2]) {
    throw new Hl7Error('AE', 100, 'SPM is a second specimen of one order: send an order for each', locate(next, 2));
  }
  return first;
}

/** What comes between the results and the specimen is about the order. */
function endResult(message: Reading): void {
  message.target = message.order?.notes ?? message.target;
}

function begin(message: Reading, segment: Hl7Segment): void {
  const { patient = missing('PID', 'OBR'), specimen, ofNextOrder, ofSpecimen, ofPatient, ofMessage } = message;
  const notes = [...ofNextOrder, ...ofSpecimen, ...ofPatient, ...ofMessage];
  const order: Order = { patient, order: segment, specimen, notes, results: [] };
  message.orders.push(order);
  Object.assign(message, { order, ofNextOrder: [], target: notes });
}

/** Adds an OBX, or joins it to the text that the one before has begun. Returns the list for the notes that follow. */
function addResult({ results }: Order, segment: Hl7Segment): Note[] {
  const last = results.at(-1);
  if (last && continues(last.result, segment)) {
    last.continued.push(segment);
    return last.notes;
  }
  const entry: Entry = { result: segment, continued: [], notes: [] };
  results.push(entry);
  return entry.notes;
}

/** Of an OBX that goes on with a text only the text is kept, so it must say nothing else that the first does not say. */
function continues(first: Hl7Segment, next: Hl7Segment): boolean {
  const isText = ['TX', 'FT'].includes(component(first, 2));
  const isSame = (field: number): boolean => (first.fields[field] ?? '') === (next.fields[field] ?? '');
  const saysMore = next.fields.some((text, field) => text !== '' && field !== 1 && field !== 5 && !isSame(field));
  return isText && !saysMore && [2, 3, 4, 11].every(isSame);
}

function missing(wanted: string, before: string, line?: number): never {
  const where = line === undefined ? '' : ` (line ${line})`;
  throw new Hl7Error('AE', 100, `${before} without ${wanted} before it${where}`, { segment: wanted });
}
