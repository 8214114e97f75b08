import type { MedplumError } from '#medplum/error.ts';
import type { QueuedMessage } from '#queue/message-queue.ts';
import type { StoredResult } from '#queue/queue-report.ts';

/** What became of one message. */
export type Delivery = Readonly<{
  message: QueuedMessage;
  results: readonly StoredResult[];
  /** Why resources of it were refused for good; empty when none was. */
  refusals: readonly string[];
  /** Set when the server broke on it, and it should be tried again. */
  failure?: MedplumError | undefined;
}>;

/**
 * Sends messages. What concerns all of them, an outage or a refused key, is thrown; nothing is known of them then. A message
 * of which the answer says nothing goes back into the queue.
 */
export type Deliver = (messages: readonly QueuedMessage[]) => Promise<readonly Delivery[]>;
