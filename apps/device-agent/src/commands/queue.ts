import { readQueueSettings } from '#config';
import { oneLine } from '#one-line';
import { createMessageQueue, type MessageQueue } from '#queue/message-queue.ts';
import { joinQueueFile } from '#queue/queue-file.ts';
import type { QueueRow } from '#queue/queue-report.ts';
import { CommandError, exitCodes, type ExitCode } from './exit-codes.ts';

type QueueOptions = Readonly<{
  words: readonly string[];
  isJson: boolean;
  now: () => number;
  write: (text: string) => void;
  readFolder?: () => Readonly<{ dataFolder: string; queueMaxBytes: number }>;
}>;

const states = ['queued', 'sending', 'parked', 'sent', 'dropped'];
const limit = 100;

/** `device-agent queue`: shows what is in the queue, also of a running agent, and decides on what is parked. */
export function queue({ words, isJson, now, write, readFolder = readQueueSettings }: QueueOptions): ExitCode {
  const [action = 'ls', operand = ''] = words;
  const { dataFolder, queueMaxBytes } = readFolder();
  const database = joinQueueFile(dataFolder, queueMaxBytes);
  try {
    const messages = createMessageQueue(database, now);
    const print = (value: unknown, text: string): void => write(isJson ? `${JSON.stringify(value)}\n` : text);
    if (action === 'ls') {
      list(messages, operand, print);
    } else if (action === 'show') {
      const found = messages.find(readId(operand)) ?? nothing(operand);
      print(found, `${describe(found)}${found.results.map((one) => `  ${one.test}: ${one.reference}\n`).join('')}`);
    } else if (action === 'retry' || action === 'drop') {
      decide(messages, action, operand, print);
    } else {
      throw new CommandError(exitCodes.usage, 'queue takes ls, show ID, retry ID|all or drop ID (--help tells more)');
    }
    return exitCodes.ok;
  } finally {
    database.close();
  }
}

type Print = (value: unknown, text: string) => void;

function list(messages: MessageQueue, state: string, print: Print): void {
  if (state !== '' && !states.includes(state)) {
    throw new CommandError(exitCodes.usage, `queue ls takes one of ${states.join(', ')} (--help tells more)`);
  }
  const counts = messages.counts();
  const rows = (state ? [state] : ['queued', 'sending', 'parked']).flatMap((one) => messages.list(one, limit));
  const summary = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  print({ counts, messages: rows }, `${summary.join(', ')}\n${rows.map(describe).join('')}`);
}

function decide(messages: MessageQueue, action: 'retry' | 'drop', operand: string, print: Print): void {
  const ids =
    action === 'retry' && operand === 'all'
      ? messages.list('parked', 1_000_000).map(({ id }) => id)
      : [readId(operand)];
  // One commit for all: each would wait for the disk.
  const done = messages.together(() => ids.filter((id) => messages[action](id)));
  if (done.length === 0) {
    nothing(operand);
  }
  print({ [action]: done }, `${done.length} ${action === 'retry' ? 'put back into the queue' : 'erased'}\n`);
}

function describe({ id, state, receivedAt, channel, controlId, attempts, reason }: QueueRow): string {
  const words = [
    `#${id}`,
    state,
    new Date(receivedAt).toISOString(),
    channel,
    controlId,
    `attempts=${attempts}`,
    reason ?? '',
  ];
  return `${oneLine(words.join(' ').trimEnd())}\n`;
}

function readId(text: string): number {
  if (!/^\d{1,15}$/.test(text)) {
    throw new CommandError(exitCodes.usage, 'Say which message: the number that queue ls shows (--help tells more)');
  }
  return Number(text);
}

function nothing(text: string): never {
  throw new CommandError(exitCodes.noInput, `There is no such message, or it is not parked: ${oneLine(text)}`);
}
