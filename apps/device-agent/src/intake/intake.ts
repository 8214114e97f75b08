import type { LabMessage } from '#hl7/lab-message.ts';
import type { Log } from '#log';
import type { Added, MessageQueue } from '#queue/message-queue.ts';
import type { Transaction } from '#queue/transaction.ts';
import { toTransactions, type Refinement } from './to-transactions.ts';

type IntakeOptions = Readonly<{
  queue: Pick<MessageQueue, 'add'>;
  refinements: readonly Refinement[];
  /** Keeps messages as they came, for a sender that hands them on. */
  keepsOriginal: boolean;
  /** Called when a message has been queued. */
  onQueued: () => void;
}>;

/** A message that an input has read. */
export type Arrival = Readonly<{
  message: LabMessage;
  channel: string;
  /** The message as it came; asked for only when it is kept. */
  original: () => NonNullable<Transaction['original']>;
}>;

export type Intake = Readonly<{
  /**
   * Puts a message that an input has read on the disk. When it returns, the input may tell its sender that the message is
   * safe. @throws when the disk cannot take it: the sender has to keep it.
   */
  accept: (arrival: Arrival, log: Log) => Added;
}>;

export function createIntake({ queue, refinements, keepsOriginal, onQueued }: IntakeOptions): Intake {
  return {
    accept: ({ message, channel, original }, log) => {
      const { controlId, orders } = message;
      const kept = keepsOriginal ? { original: original() } : {};
      const transactions = toTransactions(message, { channel, ...kept, refinements });
      if (!queue.add(transactions).includes('added')) {
        log.info('message repeated: already taken', { channel, controlId });
        return 'duplicate';
      }
      log.info('message taken', { channel, controlId, results: orders.flatMap(({ results }) => results).length });
      onQueued();
      return 'added';
    },
  };
}
