import { sendMessage } from '#mllp/send-message.ts';
import { glucose, header, hl7 } from '#test/hl7-text.ts';

/** Plays analyzers: what got no acknowledgment is sent again, as they do. */
export type Analyzer = Readonly<{
  /** Numbers of messages that were acknowledged. */
  acknowledged: ReadonlySet<string>;
  /** Sends these and what is left of earlier ones, a connection each, so many at once. Returns when each was tried once. */
  send: (port: number, ids: readonly string[], atOnce?: number) => Promise<void>;
  /** How many got no acknowledgment until now. */
  left: () => number;
}>;

/** @param patients - Among how many patients the messages are spread. Those of one keep their order. */
export function createAnalyzer(patients: number): Analyzer {
  const acknowledged = new Set<string>();
  const open = new Set<string>();

  async function sendOne(port: number, id: string): Promise<void> {
    const answer = await sendMessage({ port, body: messageOf(id, patients), timeoutMs: 20_000 }).catch(() => undefined);
    if (answer?.toString('latin1').includes('MSA|AA|')) {
      acknowledged.add(id);
      open.delete(id);
    }
  }

  return {
    acknowledged,
    left: () => open.size,
    send: async (port, ids, atOnce = 4) => {
      ids.forEach((id) => open.add(id));
      const queue = [...open];
      const work = async (): Promise<void> => {
        for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
          await sendOne(port, id);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
    },
  };
}

/** A message with one result. Its number is that of the order as well, by which it is found on the server. */
export function messageOf(id: string, patients: number): Buffer {
  const patient = Number(id.replaceAll(/\D/g, '')) % patients;
  return hl7(
    header({ id }),
    `PID|1||RC-${1000 + patient}^^^RIVERSIDE^MR`,
    `OBR|1||${id}|24323-8^Metabolic panel^LN|||20260914074500+0200`,
    glucose,
  );
}

/** Numbers of messages, from a prefix. */
export function idsOf(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
}
