import { Hl7Error } from '#hl7/hl7-error.ts';
import type { Result } from '#hl7/lab-message.ts';
import type { TranslationSettings } from '#hl7/observation.ts';
import { translateMessage } from '#hl7/translate-message.ts';
import { refusalReason } from '#medplum/error.ts';
import type { SentResult } from '#queue/message-queue.ts';

export type Delivery = Readonly<{ results: readonly SentResult[]; refusals: readonly string[] }>;
export type Deliver = (body: Uint8Array) => Promise<Delivery>;

type DeliverOptions = Readonly<{
  translation: TranslationSettings;
  /** Stores one Observation, once, and returns its reference. */
  store: (observation: Result) => Promise<string>;
}>;

/** Sends every result of a message. One that is refused for good does not keep back the others of its message. */
export function createDeliver({ translation, store }: DeliverOptions): Deliver {
  return async (body) => {
    const results: SentResult[] = [];
    const refusals: string[] = [];
    for (const observation of observationsOf(body, translation, refusals)) {
      try {
        results.push({ test: observation.code.text ?? 'unnamed test', observation: await store(observation) });
      } catch (error) {
        const reason = refusalReason(error);
        if (!reason) {
          throw error;
        }
        // Medplum may quote what it refuses; the reason is shown to whoever opens the status page.
        const patient = observation.subject?.identifier?.value;
        refusals.push(patient ? reason.replaceAll(patient, '[patient]') : reason);
      }
    }
    return { results, refusals };
  };
}

/** The message was readable when it was acknowledged; it may not be under settings that were changed since. */
function observationsOf(body: Uint8Array, settings: TranslationSettings, refusals: string[]): readonly Result[] {
  try {
    return translateMessage(body, settings).orders.flatMap(({ results }) => results);
  } catch (error) {
    if (!(error instanceof Hl7Error)) {
      throw error;
    }
    refusals.push(`unreadable: ${error.message}`);
    return [];
  }
}
