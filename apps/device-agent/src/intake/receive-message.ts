import { buildAcknowledgment } from '#hl7/acknowledgment.ts';
import { Hl7Error } from '#hl7/hl7-error.ts';
import { translateMessage, type TranslationSettings } from '#hl7/observation.ts';
import type { Log } from '#log';
import type { MessageQueue } from '#queue/message-queue.ts';

type ReceiveOptions = Readonly<{
  queue: Pick<MessageQueue, 'add'>;
  translation: TranslationSettings;
  now: () => number;
  newControlId: () => string;
  /** Called when a message has been queued. */
  onQueued: () => void;
}>;

export type Receive = Readonly<{
  /** Takes a message and returns its acknowledgment: AA only when the message is on the disk. */
  message: (body: Buffer, log: Log) => Uint8Array;
  /** The answer to a message that was too long to be read. */
  oversize: () => Uint8Array;
}>;

export function createReceive(options: ReceiveOptions): Receive {
  const { now, newControlId } = options;
  const answer = (body: Uint8Array, outcome: { error?: Hl7Error; text?: string }): Uint8Array =>
    buildAcknowledgment({ body, ...outcome, now: new Date(now()), controlId: newControlId() });

  function refuse(body: Uint8Array, error: Hl7Error, log: Log): Uint8Array {
    const { acknowledgment, code, message, location } = error;
    const at = location?.field ? `${location.segment}-${location.field}` : location?.segment;
    log.warn('message refused', { acknowledgment, hl7Error: code, at, problem: message });
    return answer(body, { error });
  }

  return {
    message: (body, log) => {
      try {
        return answer(body, { text: accept(body, log, options) });
      } catch (error) {
        return refuse(body, error instanceof Hl7Error ? error : internalError(error), log);
      }
    },
    oversize: () =>
      answer(Buffer.alloc(0), { error: new Hl7Error('AR', 207, 'The message is longer than 1 MiB and was not read') }),
  };
}

function accept(body: Buffer, log: Log, { queue, translation, onQueued }: ReceiveOptions): string {
  // Translating now is what lets the analyzer hear of a mistake while its operator stands beside it.
  const { key, controlId, observations } = translateMessage(body, translation);
  const verdict = queue.add({ key, controlId, body });
  if (verdict === 'duplicate') {
    log.info('message repeated: already taken', { controlId });
    return 'already received';
  }
  log.info('message taken', { controlId, results: observations.length });
  onQueued();
  return '';
}

function internalError(error: unknown): Hl7Error {
  const reason = error instanceof Error ? error.message : 'unknown error';
  return new Hl7Error('AE', 207, `The message could not be stored: keep it and send it again (${reason})`);
}
