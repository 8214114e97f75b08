import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { createMessageQueue, type MessageQueue } from '#queue/message-queue.ts';
import { openQueueFile } from '#queue/queue-file.ts';
import { createFakeLog } from '#test/fake-log.ts';
import { glucose, header, hl7, resultMessage } from '#test/hl7-text.ts';
import { transaction, transactionOf } from '#test/lab-transaction.ts';
import { translation } from '#test/settings.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { createIntake } from './intake.ts';
import { receiveInGroups } from './receive-in-groups.ts';
import { createReceive, type Receive } from './receive-message.ts';

function createIntakeOf(verdict: () => 'added' | 'duplicate' = () => 'added') {
  const log = createFakeLog();
  const onQueued = vi.fn<() => void>();
  const queue = { add: vi.fn<MessageQueue['add']>((messages) => messages.map(verdict)) };
  const intake = createIntake({ queue, refinements: [], keepsOriginal: false, onQueued });
  const receive = createReceive({
    intake,
    translation,
    together: (work) => work(),
    now: () => 0,
    newControlId: () => 'A1',
  });
  const answer = (body: Buffer): string => segment(Buffer.concat(receive.message(body, log)), 'MSA');
  return { receive, verdict: answer, queue, log, onQueued };
}

function segment(answer: Uint8Array, name: string): string {
  const lines = Buffer.from(answer).toString('latin1').split('\r');
  return lines.find((line) => line.startsWith(name)) ?? '';
}

test('[D3] intake, given a result, has stored it before it says AA', () => {
  const body = resultMessage([glucose]);
  const { verdict, queue, onQueued, log } = createIntakeOf();

  expect(verdict(body)).toBe('MSA|AA|M1|');
  expect(queue.add).toHaveBeenCalledWith([transactionOf(body)]);
  expect(onQueued).toHaveBeenCalledOnce();
  expect(log.info).toHaveBeenCalledExactlyOnceWith('message taken', { channel: 'mllp', controlId: 'M1', results: 1 });
});

test('[D3] intake, given what is too long to be read, refuses it for good', () => {
  const answer = Buffer.from(createIntakeOf().receive.oversize());

  expect(segment(answer, 'MSA')).toBe('MSA|AR||The message is longer than 1 MiB and was not read');
  expect(segment(answer, 'ERR')).toContain('207');
});

test('[D3] intake, given a message by a road with one answer, gives it, whatever MSH-15 and MSH-16 ask', () => {
  const { receive, log } = createIntakeOf();
  const silent = Buffer.from(resultMessage([glucose]).toString().replace('|2.5.1||||||', '|2.5.1|||NE|NE||'));

  const answers = receive.message(silent, log, 'folder').map((one) => segment(one, 'MSA'));

  expect(answers).toEqual(['MSA|AA|M1|']);
});

test('[D7] intake, when it refuses a message, logs the place of the mistake', () => {
  const { receive, log } = createIntakeOf();

  receive.message(resultMessage([glucose.replace('Glucose', 'Glu\u000bcose')]), log);
  receive.message(hl7(header(), 'PID|1||1', glucose), log);

  expect(log.warn.mock.calls.map(([, fields]) => fields?.['at'])).toEqual(['OBX-3', 'OBR']);
});

test('[F10] intake, when the queue cannot store, says AE and wakes nobody', () => {
  const { receive, onQueued, log } = createIntakeOf(() => {
    throw new Error('database or disk is full');
  });

  const answer = Buffer.concat(receive.message(resultMessage([glucose]), log));

  expect(segment(answer, 'MSA')).toMatch(/^MSA\|AE\|M1\|.*send it again/);
  expect(segment(answer, 'ERR')).toContain('207');
  expect(onQueued).not.toHaveBeenCalled();
  expect(log.warn).toHaveBeenCalledWith('message refused', expect.objectContaining({ acknowledgment: 'AE' }));
});

test('[F10] intake, when the queue is a real one on a read-only file, says AE', () => {
  using folder = temporaryFolder();
  openQueueFile(folder.path, { maxBytes: 1_048_576, now: () => 0 }).close();
  using database = new DatabaseSync(join(folder.path, 'queue.sqlite'), { readOnly: true });
  const queue = createMessageQueue(database, () => 0);

  const { verdict } = createIntakeOf(() => queue.add([transaction('k')])[0] ?? 'added');

  expect(verdict(resultMessage([glucose]))).toMatch(/^MSA\|AE\|M1\|.*readonly/);
});

test('intake, given a repetition, says AA, names it as such and wakes nobody', () => {
  const { verdict, onQueued, log } = createIntakeOf(() => 'duplicate');

  expect(verdict(resultMessage([glucose]))).toBe('MSA|AA|M1|already received');
  expect(log.info).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('repeated'), expect.anything());
  expect(onQueued).not.toHaveBeenCalled();
});

test.each([
  ['garbage', Buffer.from('garbage'), /^MSA\|AR\|\|/],
  ['an order', resultMessage([glucose], { type: 'ORM^O01' }), /^MSA\|AR\|M1\|/],
  ['half a message', resultMessage([glucose]).subarray(0, 120), /^MSA\|AE\|M1\|/],
  ['a result without its order', hl7(header(), 'PID|1||1', glucose), /^MSA\|AE\|M1\|/],
])('intake, given %s, stores nothing and says what is wrong', (_, body, expected) => {
  const { verdict, queue, log } = createIntakeOf();

  expect(verdict(body)).toMatch(expected);
  expect(queue.add).not.toHaveBeenCalled();
  expect(log.warn).toHaveBeenCalledOnce();
});

test('[F13] intake, whatever it is given, logs nothing of the patient', () => {
  const { receive, log } = createIntakeOf();

  receive.message(resultMessage([glucose]), log);
  receive.message(resultMessage([glucose.replace('NM', 'ED')]), log);
  receive.oversize();

  expect(JSON.stringify([log.info.mock.calls, log.warn.mock.calls])).not.toMatch(/Carter|RC-1001|19840312|\b96\b/);
});

function answersTo(body: Buffer, add?: () => 'added'): string[] {
  const { receive, log } = createIntakeOf(add);
  return receive.message(body, log).map((answer) => Buffer.from(answer).toString('latin1'));
}

const verdictsIn = (answer = ''): string[] => answer.match(/MSA\|[^|]*\|[^|\r]*/g) ?? [];

test.each(['\u00ef\u00bb\u00bf', '\r\n\r\n', ' \n', '\u00ef\u00bb\u00bf\r'])(
  '[D3] intake, given %j before MSH, takes the message and echoes its control id',
  (preamble) => {
    const body = Buffer.concat([Buffer.from(preamble, 'latin1'), resultMessage([glucose])]);

    expect(answersTo(body).map(verdictsIn)).toEqual([['MSA|AA|M1']]);
  },
);

test.each(['\f', '\0', 'junk', 'junk\r', '\u000b'])(
  '[D3] intake, given %j before MSH, refuses the message and names its control id',
  (preamble) => {
    const body = Buffer.concat([Buffer.from(preamble), resultMessage([glucose])]);

    expect(answersTo(body).map(verdictsIn)).toEqual([['MSA|AR|M1']]);
  },
);

test('[D3] intake, given a second MSH in a frame, takes neither message and says so', () => {
  const body = Buffer.concat([resultMessage([glucose]), resultMessage([glucose], { id: 'M2', mode: 'T' })]);
  const { verdict, queue } = createIntakeOf();

  expect(verdict(body)).toMatch(/^MSA\|AE\|M1\|Line 5 begins another message/);
  expect(queue.add).not.toHaveBeenCalled();
});

const bhs = String.raw`BHS|^~\&|CHEM|LAB|AGENT|LAB|20260914||||B-1`;

test('[D3] intake, given a batch, answers with a batch: each message by its own header and rules', () => {
  const messages = [resultMessage([glucose]), resultMessage([glucose], { id: 'M2', mode: 'T' })];
  const batch = Buffer.concat([hl7(String.raw`FHS|^~\&|CHEM`, bhs), ...messages, hl7('BTS|2', 'FTS|1')]);

  const [answer = '', more] = answersTo(batch);

  expect(answer.split('\r')[0]).toMatch(/^BHS\|\^~\\&\|AGENT\|LAB\|CHEM\|LAB\|.*\|B-1$/);
  expect(verdictsIn(answer)).toEqual(['MSA|AA|M1', 'MSA|AR|M2']);
  expect(answer).toMatch(/BTS\|2\r$/);
  expect(more).toBeUndefined();
});

test.each([
  ['a message less than it says', [resultMessage([glucose]), hl7('BTS|2')]],
  ['no message', [hl7('BTS|0')]],
  ['segments before its first message', [hl7(glucose), resultMessage([glucose])]],
])('[D3] intake, given a batch that holds %s, takes nothing of it', (_, parts) => {
  const { receive, queue, log } = createIntakeOf();

  const [answer = Buffer.alloc(0)] = receive.message(Buffer.concat([hl7(bhs), ...parts]), log);

  expect(segment(answer, 'MSA')).toMatch(/^MSA\|AE\|/);
  expect(queue.add).not.toHaveBeenCalled();
});

test.each([
  ['', '', 'P', ['AA']],
  ['AL', 'NE', 'P', ['CA']],
  ['AL', 'AL', 'P', ['CA', 'AA']],
  ['NE', 'AL', 'P', ['AA']],
  ['NE', 'NE', 'P', []],
  ['ER', 'NE', 'P', []],
  ['ER', 'ER', 'T', ['CR']],
  ['NE', 'ER', 'T', ['AR']],
  ['SU', '', 'P', ['CA']],
])('[D3] intake, asked by MSH-15 %j and MSH-16 %j in mode %s, answers %j', (commit, application, mode, expected) => {
  const [msh = '', ...lines] = resultMessage([glucose], { mode }).toString().trimEnd().split('\r');
  const fields = msh.split('|');
  fields.splice(14, 2, commit, application);

  const answers = answersTo(hl7(fields.join('|'), ...lines));

  expect(answers.flatMap(verdictsIn).map((verdict) => verdict.split('|')[1])).toEqual(expected);
});

/** A queue in a file, with messages of several connections on their way to it. */
function openGroups(maxBytes = 1_048_576) {
  const folder = temporaryFolder();
  const { database, close } = openQueueFile(folder.path, { maxBytes, now: () => 0 });
  const queue = createMessageQueue(database, () => 0);
  let commits = 0;
  const together: MessageQueue['together'] = (work) => {
    commits += 1;
    return queue.together(work);
  };
  const intake = createIntake({ queue, refinements: [], keepsOriginal: true, onQueued: () => undefined });
  const receive = createReceive({ intake, translation, together, now: () => 0, newControlId: () => 'A1' });
  const take = receiveInGroups(receive);
  const log = createFakeLog();
  const verdictOf = async (body: Buffer) => segment(Buffer.concat(await take(body, log)), 'MSA').slice(0, 9);
  const dispose = (): void => {
    close();
    folder[Symbol.dispose]();
  };
  return { queue, commits: () => commits, verdictOf, [Symbol.dispose]: dispose };
}

test('[D3] intake, given messages of several connections at once, answers each after one commit for all', async () => {
  using opened = openGroups();
  const { queue, commits, verdictOf } = opened;
  const bodies = ['M1', 'M2', 'M1'].map((id) => resultMessage([glucose], { id }));

  const verdicts = await Promise.all([...bodies, hl7('nothing')].map(verdictOf));

  expect(verdicts).toEqual(['MSA|AA|M1', 'MSA|AA|M2', 'MSA|AA|M1', 'MSA|AR||A']);
  expect(commits()).toBe(1);
  expect(queue.list('queued', 9).map(({ controlId }) => controlId)).toEqual(['M2', 'M1']);
});

test('[F10] intake, when one of several messages does not fit on the disk, refuses that one alone', async () => {
  using opened = openGroups(200_000);
  const { queue, verdictOf } = opened;
  const large = glucose
    .replace('96', '1')
    .replace('NM', 'TX')
    .replace('|1|mg', `|${'x'.repeat(150_000)}|mg`);

  const verdicts = await Promise.all([
    verdictOf(resultMessage([glucose], { id: 'M1' })),
    verdictOf(resultMessage([large], { id: 'M2' })),
    verdictOf(resultMessage([glucose], { id: 'M3' })),
  ]);

  expect(verdicts).toEqual(['MSA|AA|M1', 'MSA|AE|M2', 'MSA|AA|M3']);
  expect(queue.list('queued', 9).map(({ controlId }) => controlId)).toEqual(['M3', 'M1']);
});

test('intake, when one of several messages cannot be answered, answers the others', async () => {
  const receive: Receive = {
    message: () => [],
    oversize: () => Buffer.alloc(0),
    group: (frames) =>
      frames.map(({ frame }) => () => {
        if (frame.length === 0) {
          throw new Error('no answer');
        }
        return [frame];
      }),
  };
  const take = receiveInGroups(receive);
  const log = createFakeLog();

  const [good, bad] = await Promise.allSettled([take(Buffer.from('a'), log), take(Buffer.alloc(0), log)]);

  expect(good).toMatchObject({ status: 'fulfilled' });
  expect(bad).toMatchObject({ status: 'rejected' });
});

test('intake, given messages one after the other, answers each', async () => {
  using opened = openGroups();
  const { verdictOf, commits } = opened;

  expect(await verdictOf(resultMessage([glucose], { id: 'M1' }))).toBe('MSA|AA|M1');
  expect(await verdictOf(resultMessage([glucose], { id: 'M2' }))).toBe('MSA|AA|M2');
  expect(commits()).toBe(2);
});
