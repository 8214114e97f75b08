import { expect, onTestFinished, test } from 'vitest';
import { createMessageQueue } from '#queue/message-queue.ts';
import { openQueueFile } from '#queue/queue-file.ts';
import { transaction } from '#test/lab-transaction.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { queue } from './queue.ts';

const limits = { maxBytes: 1_048_576, now: () => 0 };

/** The queue of an agent that is running, with one message parked, one sent and one waiting. */
function setUp() {
  const folder = temporaryFolder();
  const { database, close } = openQueueFile(folder.path, limits);
  onTestFinished(() => [close(), folder[Symbol.dispose]()].forEach(() => undefined));
  const running = createMessageQueue(database, () => 0);
  running.add(['parked', 'sent', 'waiting'].map((key) => transaction(key)));
  const [parked, sent] = running.take(2);
  running.park(parked?.id ?? 0, 'refused', []);
  running.markSent(sent?.id ?? 0, [{ test: 'Glucose', reference: 'Observation/1' }]);
  const command = (words: readonly string[], isJson = false): string => {
    const output: string[] = [];
    const readFolder = () => ({ dataFolder: folder.path, queueMaxBytes: limits.maxBytes });
    const code = queue({ words, isJson, now: () => 0, write: (text) => void output.push(text), readFolder });
    return `${code} ${output.join('')}`;
  };
  return { command, running };
}

test('[D7] queue command, while the agent runs, lists what is open and what is parked, with the reason', () => {
  const { command } = setUp();

  expect(command(['ls'])).toBe(
    `0 1 queued, 1 sent, 1 parked, 0 dropped
#3 queued 1970-01-01T00:00:00.000Z mllp waiting attempts=0
#1 parked 1970-01-01T00:00:00.000Z mllp parked attempts=0 refused
`,
  );
  expect(command(['ls', 'sent'])).toContain('#2 sent');
  expect(JSON.parse(command(['ls', 'parked'], true).slice(2))).toMatchObject({
    counts: { parked: 1 },
    messages: [{ id: 1, state: 'parked', reason: 'refused' }],
  });
});

test('[D7] queue command, asked for a message, shows where its results are', () => {
  expect(setUp().command(['show', '2'])).toMatch(/^0 #2 sent .*\n {2}Glucose: Observation\/1\n$/);
});

test.each([['1'], ['all']])(
  '[F11] queue command, told to retry %s, hands the message to the running agent again',
  (which) => {
    const { command, running } = setUp();

    expect(command(['retry', which])).toBe('0 1 put back into the queue\n');
    expect(running.take(9).map(({ controlId }) => controlId)).toEqual(['parked', 'waiting']);
  },
);

test('[F11] queue command, told to drop a message, erases it', () => {
  const { command, running } = setUp();

  expect(command(['drop', '1'])).toBe('0 1 erased\n');
  expect(running.counts()).toMatchObject({ parked: 0, dropped: 1 });
});

test.each([
  [['show', '9'], 66],
  [['retry', '2'], 66],
  [['drop', '3'], 66],
  [['drop', 'all'], 2],
  [['ls', 'lost'], 2],
  [['fly'], 2],
])('queue command, given %j, does nothing and ends with %i', (words, exitCode) => {
  const { command, running } = setUp();

  expect(() => command(words)).toThrow(expect.objectContaining({ exitCode }));
  expect(running.counts()).toEqual({ queued: 1, sent: 1, parked: 1, dropped: 0 });
});
