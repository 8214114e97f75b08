import type { Socket } from 'node:net';
import type { Log } from '#log';
import type { Admission } from './admission.ts';
import type { ConnectionReport, Ending } from './connection-report.ts';
import type { FrameEvent } from './frame-decoder.ts';
import { encodeFrame } from './frame.ts';

export type Answers = Readonly<{
  /** Answers one message, with as many frames as it gives. It has done whatever they promise by then. */
  onMessage: (body: Buffer, log: Log) => readonly Uint8Array[] | Promise<readonly Uint8Array[]>;
  /** Answers a message that is too long to be read. */
  onOversize: () => Uint8Array;
}>;

type Conversation = Answers &
  Readonly<{
    admission: Admission;
    report: ConnectionReport;
    log: Log;
    now: () => number;
    end: (ending: Ending, code?: string) => void;
    /** Sets the moment at which the peer must have sent more. */
    waitForMore: () => void;
    /** Sets the moment at which the peer must have read what was written. */
    waitForReader: () => void;
  }>;

/** Reads messages from a socket and answers them, until the peer breaks a rule. */
export function converse(stream: Socket, conversation: Conversation): void {
  const { end } = conversation;
  stream.on('data', (chunk: Buffer) => {
    void receive(stream, chunk, conversation).catch((error: unknown) => {
      // What one peer sends must not end the agent for the others.
      end('fault', error instanceof Error ? error.name : undefined);
    });
  });
}

async function receive(stream: Socket, chunk: Buffer, conversation: Conversation): Promise<void> {
  const { admission, report, now, end, waitForMore, waitForReader } = conversation;
  const events = admission.push(chunk, now());
  events.forEach(report.count);
  // Nothing more is read until these have their answers, which leave in the order of the messages.
  stream.pause();
  const answers = Buffer.concat((await Promise.all(events.map((event) => answer(event, conversation)))).flat());
  if (stream.destroyed) {
    return;
  }
  const isRead = answers.length === 0 || stream.write(answers);
  const last = events.at(-1)?.type;
  if (last === 'noise' || last === 'oversize') {
    end(last);
  } else if (isRead) {
    stream.resume();
    waitForMore();
  } else {
    // A sender that does not read its acknowledgments is not read from either, or they would pile up in memory.
    waitForReader();
    stream.once('drain', () => {
      stream.resume();
      waitForMore();
    });
  }
}

async function answer(event: FrameEvent, { onMessage, onOversize, log }: Conversation): Promise<readonly Uint8Array[]> {
  if (event.type === 'message') {
    return (await onMessage(event.body, log)).map((body) => encodeFrame(body));
  }
  return event.type === 'oversize' ? [encodeFrame(onOversize())] : [];
}
