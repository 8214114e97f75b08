import { ContentType } from '@medplum/core';
import { readWanted } from '#hl7/acknowledgment-mode.ts';
import { buildAcknowledgment, stamp } from '#hl7/acknowledgment.ts';
import { buildBatch, readBatch } from '#hl7/batch.ts';
import { decodeMessage } from '#hl7/hl7-charset.ts';
import { Hl7Error } from '#hl7/hl7-error.ts';
import { withoutPreamble } from '#hl7/hl7-lines.ts';
import type { TranslationSettings } from '#hl7/observation.ts';
import { translateMessage } from '#hl7/translate-message.ts';
import type { Log } from '#log';
import type { MessageQueue } from '#queue/message-queue.ts';
import type { Intake } from './intake.ts';

type ReceiveOptions = Readonly<{
  intake: Intake;
  translation: TranslationSettings;
  now: () => number;
  newControlId: () => string;
  /** Does all of this in one commit. */
  together: MessageQueue['together'];
}>;

/** A frame, and the log of the connection that it came by. */
type Framed = Readonly<{ frame: Uint8Array; log: Log }>;

/** Gives the answers to a frame, or throws what went wrong with this one. */
type Taken = () => readonly Uint8Array[];

/** Takes HL7 v2 for any input. */
export type Receive = Readonly<{
  /** Takes a frame and returns what is answered: AA only when the message is on the disk. */
  message: (frame: Uint8Array, log: Log, channel?: string) => readonly Uint8Array[];
  /** The same for frames that came together by MLLP: one commit for all, since each would wait for the disk. */
  group: (frames: readonly Framed[]) => readonly Taken[];
  /** The answer to a message that was too long to be read. */
  oversize: () => Uint8Array;
}>;

const mllp = 'mllp';

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
  // MSH-15 and MSH-16 are about a connection of HL7. An HTTP request, or a file, has one answer, and it must not be silent.
  const answers = (body: Uint8Array, verdict: Verdict, channel: string): readonly Uint8Array[] =>
    channel === mllp
      ? readWanted(body, verdict.error === undefined).map((kind) => answer(body, verdict, kind))
      : [answer(body, verdict)];

  function takeFrame(body: Uint8Array, source: Source): readonly Uint8Array[] {
    const batch = attempt(() => readBatch(body), source);
    if (batch.error) {
      return [answer(body, batch)];
    }
    if (!batch.value) {
      return answers(body, take(body, source, options), source.channel);
    }
    const { header, messages } = batch.value;
    const all = messages.flatMap((message) => answers(message, take(message, source, options), source.channel));
    return [buildBatch(header, all, stamp(new Date(now())))];
  }

  return {
    message: (frame, log, channel = mllp) => takeFrame(withoutPreamble(frame), { log, channel }),
    group: (frames) => takeGroup(frames, takeFrame, options.together),
    oversize: () =>
      answer(Buffer.alloc(0), { error: new Hl7Error('AR', 207, 'The message is longer than 1 MiB and was not read') }),
  };
}

type TakeFrame = (frame: Uint8Array, source: Source) => readonly Uint8Array[];

function takeGroup(
  frames: readonly Framed[],
  takeFrame: TakeFrame,
  together: ReceiveOptions['together'],
): readonly Taken[] {
  const takeOne = ({ frame, log }: Framed, isGroup: boolean): readonly Uint8Array[] =>
    takeFrame(withoutPreamble(frame), { log, channel: mllp, isGroup });
  try {
    const answered = together(() => frames.map((one) => takeOne(one, true)));
    return answered.map((answers) => () => answers);
  } catch {
    // One of them could not be stored, and then none was: each is tried alone, and each hears what became of it.
    return frames.map((one) => () => takeOne(one, false));
  }
}

type Source = Readonly<{ log: Log; channel: string; isGroup?: boolean }>;

function take(body: Uint8Array, source: Source, options: ReceiveOptions): Verdict {
  const { error, value: text } = attempt(() => accept(body, source, options), source);
  return error ? { error } : { text: text ?? '' };
}

function attempt<Value>(work: () => Value, { log, isGroup }: Source): Readonly<{ error?: Hl7Error; value?: Value }> {
  try {
    return { value: work() };
  } catch (cause) {
    if (isGroup && !(cause instanceof Hl7Error)) {
      throw cause;
    }
    const error = cause instanceof Hl7Error ? cause : internalError(cause);
    const { acknowledgment, code, message, location } = error;
    const at = location?.field ? `${location.segment}-${location.field}` : location?.segment;
    log.warn('message refused', { acknowledgment, hl7Error: code, at, problem: message });
    return { error };
  }
}

function accept(body: Uint8Array, { log, channel }: Source, { intake, translation }: ReceiveOptions): string {
  // Translating now is what lets the analyzer hear of a mistake while its operator stands beside it.
  const message = translateMessage(body, translation);
  const original = () => ({ contentType: ContentType.HL7_V2, text: decodeMessage(body).text });
  return intake.accept({ message, channel, original }, log) === 'duplicate' ? 'already received' : '';
}

function internalError(error: unknown): Hl7Error {
  const reason = error instanceof Error ? error.message : 'unknown error';
  return new Hl7Error('AE', 207, `The message could not be stored: keep it and send it again (${reason})`);
}
