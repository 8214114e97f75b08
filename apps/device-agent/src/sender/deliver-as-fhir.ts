import { reviseResource } from '#fhir/revise-resource.ts';
import { storeBatch, type BatchAnswer } from '#fhir/store-batch.ts';
import { storeResource } from '#fhir/store-resource.ts';
import { MedplumError, refusalReason, stopsEveryMessage } from '#medplum/error.ts';
import type { MedplumSession } from '#medplum/sign-in.ts';
import type { QueuedMessage } from '#queue/message-queue.ts';
import type { StoredResult } from '#queue/queue-report.ts';
import type { Entry, Storable } from '#queue/transaction.ts';
import type { Deliver, Delivery } from './deliver.ts';

/**
 * Stores every resource of the messages in Medplum. One that is refused for good does not keep back the others of its
 * message. A message alone goes one request a resource; a backlog goes as batches. What refers to other resources of its
 * message, and what corrects an earlier one, goes after all others.
 */
export function createFhirDelivery(session: MedplumSession, { replacesCorrected = false } = {}): Deliver {
  return async (messages) => {
    const progress = messages.map((message) => ({ message, answers: new Map<number, BatchAnswer>() }));
    const all = progress.flatMap(({ message, answers }) =>
      message.entries.map((entry, index): Step => {
        const { revises, ...plain } = entry;
        return { entry: replacesCorrected && revises ? entry : plain, index, answers };
      }),
    );
    const isPlain = ({ entry }: Step): boolean => !entry.after && !entry.revises;
    await storePlain(session, all.filter(isPlain), messages.length > 1);
    for (const step of all.filter((one) => !isPlain(one))) {
      step.answers.set(step.index, await storeOne(session, step));
    }
    return progress.map(({ message, answers }) => describe(message, answers));
  };
}

type Step = Readonly<{ entry: Entry; index: number; answers: Map<number, BatchAnswer> }>;

const batchSize = 100;

async function storePlain(session: MedplumSession, steps: readonly Step[], isBacklog: boolean): Promise<void> {
  for (let start = 0; start < steps.length; start += batchSize) {
    const part = steps.slice(start, start + batchSize);
    const answers = isBacklog
      ? await storeBatch(
          session,
          part.map(({ entry }) => entry.resource),
        )
      : await storeEach(session, part);
    const outage = answers.flatMap((answer) =>
      answer.state === 'failed' && stopsEveryMessage(answer.error) ? answer.error : [],
    );
    if (outage[0]) {
      throw outage[0];
    }
    part.forEach(({ answers: known, index }, position) => {
      const answer = answers[position];
      if (answer) {
        known.set(index, answer);
      }
    });
  }
}

async function storeEach(session: MedplumSession, steps: readonly Step[]): Promise<readonly BatchAnswer[]> {
  const answers: BatchAnswer[] = [];
  for (const step of steps) {
    answers.push(await storeOne(session, step));
  }
  return answers;
}

async function storeOne(session: MedplumSession, { entry, answers }: Step): Promise<BatchAnswer> {
  const resource = withReferences(entry, answers);
  if (!resource) {
    return { state: 'refused', reason: 'left out: what it refers to was refused' };
  }
  try {
    const reference = entry.revises
      ? await reviseResource(session, resource, entry.revises)
      : await storeResource(session, resource);
    return { state: 'stored', reference };
  } catch (error) {
    const reason = refusalReason(error);
    if (reason) {
      return { state: 'refused', reason };
    }
    if (error instanceof MedplumError && !stopsEveryMessage(error)) {
      return { state: 'failed', error };
    }
    throw error;
  }
}

/** Puts the references of stored resources in the place of `entry:0`; nothing when one of them is not stored. */
function withReferences({ resource, after = [] }: Entry, answers: Step['answers']): Storable | undefined {
  let text = JSON.stringify(resource);
  for (const index of after) {
    const answer = answers.get(index);
    if (answer?.state !== 'stored') {
      return undefined;
    }
    text = text.replaceAll(`"entry:${index}"`, JSON.stringify(answer.reference));
  }
  return JSON.parse(text) as Storable;
}

function describe(message: QueuedMessage, answers: Step['answers']): Delivery {
  const results: StoredResult[] = [];
  const refusals: string[] = [];
  let failure: MedplumError | undefined;
  for (const [index, { name, resource }] of message.entries.entries()) {
    const answer = answers.get(index);
    if (answer?.state === 'stored') {
      results.push({ test: name, reference: answer.reference });
    } else if (answer?.state === 'refused') {
      refusals.push(withoutPatient(answer.reason, resource));
    } else {
      failure ??= answer?.error ?? new MedplumError('failed', 'Medplum did not answer');
    }
  }
  return { message, results, refusals, failure };
}

/** Medplum may quote what it refuses; the reason is shown to whoever opens the status page. */
function withoutPatient(reason: string, resource: Storable): string {
  const patient =
    'subject' in resource ? (resource.subject as { identifier?: { value?: string } }).identifier?.value : '';
  return patient ? reason.replaceAll(patient, '[patient]') : reason;
}
