import { readWanted } from '#hl7/acknowledgment-mode.ts';
import { buildAcknowledgment, stamp } from '#hl7/acknowledgment.ts';
import { buildBatch, readBatch } from '#hl7/batch.ts';
import { Hl7Error } from '#hl7/hl7-error.ts';
import { withoutPreamble } from '#hl7/hl7-lines.ts';
import type { TranslationSettings } from '#hl7/observation.ts';
import { translateMessage } from '#hl7/translate-message.ts';
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
  /** Takes a frame and returns what is answered: AA only when the message is on the disk. */
  message: (frame: Uint8Array, log: Log) => readonly Uint8Array[];
  /** The answer to a message that was too long to be read. */
  oversize: () => Uint8Array;
}>;

type Verdict = Readonly<{ error?: Hl7Error; text?: string }>;

export function createReceive(options: ReceiveOptions): Receive {
  const { now, newControlId } = options;
  const answer = (body: Uint8Array, verdict: Verdict, kind?: 'commit' | 'application'): Uint8Array =>
    buildAcknowledgment({
      body,
      ...verdict,
      ...(kind ? { kind } : {}),
      now: new Date(now()),
      controlId: newControlId(),
    });
  const answers = (body: Uint8Array, verdict: Verdict): readonly Uint8Array[] =>
    readWanted(body, verdict.error === undefined).map((kind) => answer(body, verdict, kind));

  function takeFrame(body: Uint8Array, log: Log): readonly Uint8Array[] {
    const batch = attempt(() => readBatch(body), log);
    if (batch.error) {
      return [answer(body, batch)];
    }
    if (!batch.value) {
      return answers(body, take(body, log, options));
    }
    const { header, messages } = batch.value;
    const all = messages.flatMap((message) => answers(message, take(message, log, options)));
    return [buildBatch(header, all, stamp(new Date(now())))];
  }

  return {
    message: (frame, log) => takeFrame(withoutPreamble(frame), log),
    oversize: () =>
      answer(Buffer.alloc(0), { error: new Hl7Error('AR', 207, 'The message is longer than 1 MiB and was not read') }),
  };
}

function take(body: Uint8Array, log: Log, options: ReceiveOptions): Verdict {
  const { error, value: text } = attempt(() => accept(body, log, options), log);
  return error ? { error } : { text: text ?? '' };
}

function attempt<Value>(work: () => Value, log: Log): Readonly<{ error?: Hl7Error; value?: Value }> {
  try {
    return { value: work() };
  } catch (cause) {
    const error = cause instanceof Hl7Error ? cause : internalError(cause);
    const { acknowledgment, code, message, location } = error;
    const at = location?.field ? `${location.segment}-${location.field}` : location?.segment;
    log.warn('message refused', { acknowledgment, hl7Error: code, at, problem: message });
    return { error };
  }
}

function accept(body: Uint8Array, log: Log, { queue, translation, onQueued }: ReceiveOptions): string {
  // Translating now is what lets the analyzer hear of a mistake while its operator stands beside it.
  const { key, controlId, orders } = translateMessage(body, translation);
  const verdict = queue.add({ key, controlId, body });
  if (verdict === 'duplicate') {
    log.info('message repeated: already taken', { controlId });
    return 'already received';
  }
  log.info('message taken', { controlId, results: orders.flatMap(({ results }) => results).length });
  onQueued();
  return '';
}

function internalError(error: unknown): Hl7Error {
  const reason = error instanceof Error ? error.message : 'unknown error';
  return new Hl7Error('AE', 207, `The message could not be stored: keep it and send it again (${reason})`);
}
