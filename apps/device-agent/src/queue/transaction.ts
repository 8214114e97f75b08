import type { Identifier, Resource } from '@medplum/fhirtypes';

/** A resource that knows itself: a second one with its first identifier is never made. */
export type Storable = Resource & { identifier: Identifier[] };

/** One resource to be stored. */
export type Entry = Readonly<{
  resource: Storable;
  /** What people call it: the test. */
  name: string;
  /**
   * The place of a result in its order, when the resource corrects what was stored for that place before. Absent when it
   * is new.
   */
  revises?: Identifier | undefined;
  /** Which other entries, by their number, the resource refers to: `entry:0` in it becomes their reference. */
  after?: readonly number[] | undefined;
}>;

/** What every input makes of a message, what the queue keeps, and what every sender can send. */
export type Transaction = Readonly<{
  /** The same for every transmission of the same message, and for no other. */
  key: string;
  controlId: string;
  /** The input that it came by. */
  channel: string;
  /** Transactions with the same partition are sent one after the other: the results of one patient keep their order. */
  partition: string;
  entries: readonly Entry[];
  /** The message as it came, for a sender that hands it on; else the queue does not keep it. */
  original?: Readonly<{ contentType: string; text: string }> | undefined;
}>;
