import { afterEach, expect, test } from 'vitest';
import { createMedplumSession } from '#medplum/sign-in.ts';
import { createMessageQueue } from '#queue/message-queue.ts';
import { openQueueFile } from '#queue/queue-file.ts';
import { createFakeLog } from '#test/fake-log.ts';
import { glucose, resultMessage } from '#test/hl7-text.ts';
import { transaction, transactionOf } from '#test/lab-transaction.ts';
import { failCreates, outcome, type RecordedMedplum, reply, startRecordedMedplum } from '#test/recorded-medplum.ts';
import { medplumSettings } from '#test/settings.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { createFhirDelivery } from './deliver-as-fhir.ts';
import { createSender } from './sender.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) {
    await cleanUp();
  }
});

/** A sender on a real queue and a real socket, whose waits take no time but move its clock. */
async function setUp(other?: RecordedMedplum) {
  const medplum = other ?? (await startRecordedMedplum());
  const folder = temporaryFolder();
  const clock = { now: Date.now() };
  const now = (): number => clock.now;
  const { database, close } = openQueueFile(folder.path, { maxBytes: 1_048_576, now });
  const queue = createMessageQueue(database, now);
  const session = createMedplumSession({ settings: medplumSettings(medplum.baseUrl), fetch, now });
  const deliver = createFhirDelivery(session, { replacesCorrected: true });
  const log = createFakeLog();
  const waits: number[] = [];
  const wait = async (ms: number): Promise<void> => {
    waits.push(ms);
    clock.now += ms;
    if (queue.counts().queued === 0) {
      sender.stop();
    }
  };
  const sender = createSender({ queue, deliver, log, now, random: () => 1, wait });
  cleanUps.push(
    () => folder[Symbol.dispose](),
    close,
    () => (other ? undefined : medplum[Symbol.asyncDispose]()),
  );
  const add = (id: string, ...lines: string[]): void => {
    queue.add([transactionOf(resultMessage(lines.length > 0 ? lines : [glucose], { id }))]);
  };
  /** As `add`, for another patient each, so that they are sent together. */
  const addFor = (patient: string, ...lines: string[]): void => {
    const body = resultMessage(lines.length > 0 ? lines : [glucose], { id: patient }).toString();
    queue.add([transactionOf(Buffer.from(body.replace('RC-1001', patient)))]);
  };
  return { medplum, queue, sender, log, waits, add, addFor };
}

/** Medplum breaks on each request that holds the word `poison`. */
function breakOnPoison({ faults }: RecordedMedplum): void {
  faults.push(({ method, body }, response) => {
    const isPoison = method === 'POST' && body.includes('poison');
    if (isPoison) {
      reply(response, 500, outcome('exception', 'Internal Server Error'));
    }
    return isPoison;
  });
}

test('[D1] sender, given messages, stores their results in order and ends up with an empty queue', async () => {
  const { medplum, queue, sender, add } = await setUp();
  add('M1');
  add('M2', 'OBX|1|NM|NA^Sodium||140|mmol/L|||||F');

  await sender.run();

  expect(medplum.stored.map(({ code }) => code.text)).toEqual(['Glucose', 'Sodium']);
  expect(queue.counts()).toEqual({ queued: 0, sent: 2, parked: 0, dropped: 0 });
});

test('[F1] [F11] sender, when the AccessPolicy forbids a result, parks its message and sends the others', async () => {
  const { medplum, queue, sender, add } = await setUp();
  medplum.faults.push(failCreates(1, 403, outcome('forbidden', 'Forbidden')));
  add('M1', glucose, glucose);
  add('M2');

  await sender.run();

  expect(queue.list('parked', 9)).toMatchObject([
    { controlId: 'M1', reason: '1 of 2 results refused: outside the AccessPolicy of this key' },
  ]);
  expect(medplum.stored).toHaveLength(2);
  expect(medplum.countOf('/fhir/R4/Observation')).toBe(3);
});

test('[F13] sender, when Medplum quotes the patient number in a refusal, keeps it out of the reason', async () => {
  const { medplum, queue, sender, add } = await setUp();
  medplum.faults.push(failCreates(1, 400, outcome('invalid', 'Patient RC-1001 is unknown')));
  add('M1');

  await sender.run();

  expect(queue.list('parked', 9)).toMatchObject([{ reason: '1 of 1 results refused: Patient [patient] is unknown' }]);
});

test('[F11] sender, when the server breaks on one message, sends the others and parks it after eight tries', async () => {
  const { medplum, queue, sender, add } = await setUp();
  breakOnPoison(medplum);
  add('M1', 'OBX|1|ST|X||poison||||||F');
  add('M2');

  await sender.run();

  expect(medplum.stored).toHaveLength(1);
  expect(queue.list('parked', 9)).toMatchObject([
    { controlId: 'M1', reason: 'given up after 8 attempts: Medplum answered HTTP 500' },
  ]);
  expect(medplum.requests.filter(({ body }) => body.includes('poison'))).toHaveLength(8);
});

test('[D7] sender, during an outage, parks nothing, waits longer each time and then sends everything', async () => {
  const { medplum, queue, sender, waits, add } = await setUp();
  medplum.faults.push(failCreates(12, 503, 'down for maintenance'));
  add('M1');
  add('M2');

  await sender.run();

  expect(waits.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
  expect(queue.counts()).toEqual({ queued: 0, sent: 2, parked: 0, dropped: 0 });
  expect(medplum.stored).toHaveLength(2);
});

test('sender, when asked to slow down, waits as long as the server says', async () => {
  const { medplum, sender, waits, add } = await setUp();
  const headers = { ratelimit: '"fhirInteractions";r=0;t=42' };
  medplum.faults.push(failCreates(1, 429, outcome('too-many-requests', 'Too Many Requests'), headers));
  add('M1');

  await sender.run();

  expect(waits[0]).toBe(43_000);
  expect(medplum.stored).toHaveLength(1);
});

test('[F7] sender, when its secret is refused, asks once, stops and keeps the queue', async () => {
  const { medplum, queue, sender, log, add } = await setUp();
  medplum.changeClient({ secret: 'another' });
  add('M1');

  await sender.run();

  expect(medplum.countOf('/oauth2/token')).toBe(1);
  expect(sender.state()).toEqual({ phase: 'stopped', problem: 'Invalid secret' });
  expect(queue.counts().queued).toBe(1);
  expect(log.error).toHaveBeenCalledOnce();
});

test('sender, when a fresh token is refused as well, waits and tries again', async () => {
  const { medplum, queue, sender, waits, add } = await setUp();
  medplum.faults.push(failCreates(2, 401, outcome('unauthorized', 'Unauthorized')));
  add('M1');

  await sender.run();

  expect(waits[0]).toBe(1000);
  expect(queue.counts()).toEqual({ queued: 0, sent: 1, parked: 0, dropped: 0 });
});

test('sender, when a message was cut off half sent, sends all of it again and makes nothing twice', async () => {
  const { medplum, queue, sender, add } = await setUp();
  let creates = 0;
  medplum.faults.push(({ method, path }, response) => {
    creates += Number(method === 'POST' && path.startsWith('/fhir/'));
    const cut = creates === 2 && path.startsWith('/fhir/');
    if (cut) {
      response.destroy();
    }
    return cut;
  });
  add('M1', glucose, glucose, glucose);

  await sender.run();

  expect(medplum.stored).toHaveLength(3);
  expect(new Set(medplum.stored.map(({ identifier }) => identifier?.[0]?.value)).size).toBe(3);
  expect(queue.lastResults(9)).toHaveLength(3);
});

const corrected = glucose.replace('|96|', '|69|').replace('|||F', '|||C');

test('[D3] sender, given a correction, puts it in the place of the first result, whose id stays', async () => {
  const { medplum, sender, add } = await setUp();
  add('M1', glucose, 'OBX|2|NM|NA^Sodium||140|mmol/L|||||F');
  add('M2', corrected);

  await sender.run();

  const [first, second, third] = medplum.stored;
  expect(third).toBeUndefined();
  expect([first, second]).toContainEqual(
    expect.objectContaining({ status: 'final', valueQuantity: expect.objectContaining({ value: 140 }) }),
  );
  expect([first, second]).toContainEqual(
    expect.objectContaining({ status: 'corrected', valueQuantity: expect.objectContaining({ value: 69 }) }),
  );
});

test('[D3] [D7] sender, when all is sent again, undoes no correction and adds nothing', async () => {
  const { medplum, queue, sender, add } = await setUp();
  add('M1');
  add('M2', corrected);
  add('M3', corrected.replace('|||C', '|||X'));
  await sender.run();
  const before = medplum.stored.map(({ status, meta }) => [status, meta?.versionId]);

  const again = await setUp(medplum);
  again.add('M1');
  again.add('M2', corrected);
  again.add('M3', corrected.replace('|||C', '|||X'));
  await again.sender.run();

  expect(before).toEqual([['cancelled', expect.any(String)]]);
  expect(medplum.stored.map(({ status, meta }) => [status, meta?.versionId])).toEqual(before);
  expect([queue.counts().sent, again.queue.counts().sent]).toEqual([3, 3]);
});

test('[D3] sender, given a correction of what was never stored, or without the right to update, stores it', async () => {
  const { medplum, queue, sender, add } = await setUp();
  medplum.faults.push(({ method }, response) => {
    const isUpdate = method === 'PUT';
    if (isUpdate) {
      reply(response, 403, outcome('forbidden', 'Forbidden'));
    }
    return isUpdate;
  });
  add('M1', corrected.replace('2345-7', '2345-9'));
  add('M2');
  add('M3', corrected);

  await sender.run();

  expect(medplum.stored.map(({ status }) => status)).toEqual(['corrected', 'final', 'corrected']);
  expect(queue.counts().sent).toBe(3);
});

test('[D7] sender, given a backlog of several patients, stores it with one request, each result once', async () => {
  const { medplum, queue, sender, addFor } = await setUp();
  const patients = Array.from({ length: 30 }, (_, index) => `P-${index}`);
  patients.forEach((patient) => addFor(patient));

  await sender.run();

  expect(new Set(medplum.stored.map(({ subject }) => subject?.identifier?.value))).toEqual(new Set(patients));
  expect(medplum.stored).toHaveLength(30);
  expect(medplum.requests.filter(({ method, path }) => method === 'POST' && path.startsWith('/fhir/'))).toHaveLength(1);
  expect(queue.counts().sent).toBe(30);
});

test('[F1] [F11] sender, when a batch holds what is refused, parks that message and stores the others', async () => {
  const { medplum, queue, sender, addFor } = await setUp();
  addFor('P-1');
  addFor('P-2', 'OBX|1|NM|X||1||||||F');
  queue.add([{ ...transaction('other'), entries: [{ name: 'Test', resource: foreignDevice }] }]);

  await sender.run();

  expect(queue.list('parked', 9)).toMatchObject([
    { controlId: 'other', reason: '1 of 1 results refused: outside the AccessPolicy of this key' },
  ]);
  expect(medplum.stored).toHaveLength(2);
});

test('[F11] sender, when the server breaks on a batch, tries each message alone and postpones the one', async () => {
  const { medplum, queue, sender, addFor } = await setUp();
  breakOnPoison(medplum);
  addFor('P-1', 'OBX|1|ST|X||poison||||||F');
  addFor('P-2');
  addFor('P-3');

  await sender.run();

  expect(medplum.stored).toHaveLength(2);
  expect(queue.list('parked', 9)).toMatchObject([{ controlId: 'P-1' }]);
});

test('[F5] [D7] sender, when the answer to a batch is lost, sends it again and stores nothing twice', async () => {
  const { medplum, sender, addFor } = await setUp();
  let batches = 0;
  medplum.faults.push((request, response) => {
    const lost = request.method === 'POST' && request.body.includes('"batch"') && (batches += 1) === 1;
    if (lost) {
      void medplum.forward(request).then(() => response.destroy());
    }
    return lost;
  });
  ['P-1', 'P-2', 'P-3'].forEach((patient) => addFor(patient));

  await sender.run();

  expect(batches).toBe(2);
  expect(medplum.stored).toHaveLength(3);
});

test('[F4] two agents, that send the same message at the same time, store each result once', async () => {
  const first = await setUp();
  const second = await setUp(first.medplum);
  for (const { add } of [first, second]) {
    add('M1', glucose, glucose);
    add('M2', glucose);
  }

  await Promise.all([first.sender.run(), second.sender.run()]);

  expect(first.medplum.stored).toHaveLength(3);
  expect([first.queue.counts().sent, second.queue.counts().sent]).toEqual([2, 2]);
});

const foreignDevice = {
  resourceType: 'Observation' as const,
  status: 'final' as const,
  identifier: [{ system: 'urn:r', value: '1' }],
  code: { text: 'Test' },
  device: { reference: 'Device/another' },
};
