import { createHash } from 'node:crypto';
import type { LabMessage, LabOrder, Result } from '#hl7/lab-message.ts';
import type { Entry, Transaction } from '#queue/transaction.ts';

/** What features make of the results, on their way from an input to the queue. */
export type Refinement = Readonly<{
  /** Changes an order with its results, for example a code. */
  order?: (order: LabOrder) => LabOrder;
  /** Adds resources to those of an order. Its results are the first entries, in their order. */
  entries?: (order: LabOrder, entries: readonly Entry[]) => readonly Entry[];
}>;

type Arrival = Readonly<{ channel: string; original?: Transaction['original']; refinements: readonly Refinement[] }>;

/** Statuses of results that correct an earlier one. */
const corrections = new Set<string | undefined>(['corrected', 'amended', 'cancelled', 'entered-in-error']);

/** Makes what the queue keeps of a message: one transaction for each patient in it, so that each keeps an order of its own. */
export function toTransactions(
  message: LabMessage,
  { channel, original, refinements }: Arrival,
): readonly Transaction[] {
  const { controlId, key } = message;
  const orders = message.orders.map((order) =>
    refinements.reduce((refined, { order: refine = (same) => same }) => refine(refined), order),
  );
  const byPatient = Map.groupBy(orders, ({ subject }) => `${subject.identifier.system}|${subject.identifier.value}`);
  return [...byPatient].map(([patient, ofPatient], index) => ({
    key: index === 0 ? key : `${key}.${index + 1}`,
    controlId,
    channel,
    // The number itself stands in the results, which are erased once they are sent.
    partition: createHash('sha256').update(patient).digest('hex').slice(0, 16),
    entries: join(ofPatient.map((order) => entriesOf(order, refinements))),
    original: index === 0 ? original : undefined,
  }));
}

function entriesOf(order: LabOrder, refinements: readonly Refinement[]): readonly Entry[] {
  const results = order.results.map(toEntry);
  return refinements.reduce(
    (entries, { entries: add = (_, same) => same }) => add(order, entries),
    results as readonly Entry[],
  );
}

function toEntry(result: Result): Entry {
  const place = result.identifier.find(({ system }) => system?.endsWith('/order-results'));
  return {
    resource: result,
    name: result.code.text ?? 'unnamed test',
    revises: corrections.has(result.status) ? place : undefined,
  };
}

/** Entries count from the first of their order; in the transaction, they count from its first. */
function join(orders: readonly (readonly Entry[])[]): readonly Entry[] {
  const all: Entry[] = [];
  for (const entries of orders) {
    const begin = all.length;
    all.push(...entries.map((entry) => shift(entry, begin)));
  }
  return all;
}

function shift(entry: Entry, by: number): Entry {
  if (!entry.after || by === 0) {
    return entry;
  }
  const text = JSON.stringify(entry.resource).replaceAll(
    /"entry:(\d+)"/g,
    (_, index) => `"entry:${Number(index) + by}"`,
  );
  return { ...entry, resource: JSON.parse(text) as Entry['resource'], after: entry.after.map((index) => index + by) };
}
