import type { Log } from '#log';
import { stopsEveryMessage } from '#medplum/error.ts';
import type { MessageQueue, QueuedMessage } from '#queue/message-queue.ts';
import { backoffMs } from './backoff.ts';
import type { Deliver, Delivery } from './deliver.ts';

export type AttemptOptions = Readonly<{
  queue: MessageQueue;
  deliver: Deliver;
  log: Log;
  now: () => number;
  random: () => number;
}>;

/** A message that the server breaks on this often is parked, so that it does not come round for ever. */
const maxAttempts = 8;

/** Tries messages and records what came of them. Throws only what concerns all of them: outages and refused keys. */
export async function attemptMessages(messages: readonly QueuedMessage[], options: AttemptOptions): Promise<void> {
  let deliveries: readonly Delivery[];
  try {
    deliveries = await options.deliver(messages);
  } catch (error) {
    if (stopsEveryMessage(error)) {
      throw error;
    }
    const [message, ...others] = messages;
    if (message && others.length === 0) {
      setAside(message, error, options);
      return;
    }
    // The server breaks on one of them, or on their number: each is tried alone.
    for (const one of messages) {
      await attemptMessages([one], options);
    }
    return;
  }
  options.queue.together(() => deliveries.forEach((delivery) => record(delivery, options)));
}

function record({ message, results, refusals, failure }: Delivery, options: AttemptOptions): void {
  const { queue, log } = options;
  const { id, controlId } = message;
  if (failure) {
    setAside(message, failure, options);
  } else if (refusals.length === 0) {
    queue.markSent(id, results);
    log.info('message sent', { controlId, results: results.length });
  } else {
    const reasons = [...new Set(refusals)].join('; ');
    queue.park(id, `${refusals.length} of ${results.length + refusals.length} results ${reasons}`, results);
    log.error('message parked: see the status page', { controlId, refused: refusals.length });
  }
}

/** The server broke on this message: the ones behind it go first, and after enough attempts it is parked. */
function setAside(message: QueuedMessage, error: unknown, { queue, log, now, random }: AttemptOptions): void {
  const { id, controlId } = message;
  const attempts = message.attempts + 1;
  const problem = error instanceof Error ? error.message : 'unknown error';
  if (attempts >= maxAttempts) {
    queue.park(id, `given up after ${maxAttempts} attempts: ${problem}`, []);
    log.error('message parked: see the status page', { controlId, attempts });
  } else {
    queue.postpone(id, now() + backoffMs(attempts, { random }));
    log.warn('message postponed', { controlId, attempts, problem });
  }
}
