import type { LogFields } from '#log';
import type { FrameEvent } from './frame-decoder.ts';

/** Why the listener ended a connection. */
export type Ending =
  | 'noise'
  | 'oversize'
  | 'first-frame'
  | 'frame'
  | 'idle'
  | 'yielded'
  | 'unread'
  | 'handshake'
  | 'certificate-name'
  | 'failed'
  | 'fault';

const messages: Readonly<Record<Ending, string>> = {
  noise: 'connection closed: what it sent is no MLLP frame',
  oversize: 'message too long: refused and connection closed',
  'first-frame': 'connection closed: no message began in time',
  frame: 'connection closed: a message did not end in time',
  idle: 'idle connection closed',
  yielded: 'longest idle connection closed: all places were taken',
  unread: 'connection closed: acknowledgments were not read in time',
  handshake: 'connection closed: no TLS with a certificate of DEVICE_AGENT_MLLP_TLS_CA_FILE',
  'certificate-name': 'connection closed: its certificate has no name of DEVICE_AGENT_MLLP_TLS_NAMES',
  failed: 'connection failed',
  fault: 'connection closed: the agent made a mistake with what it sent',
};
const half = 'connection closed in the middle of a message: the sender has no acknowledgment and will repeat it';
const untidy = 'connection ended: it sent broken frames';
const talkative = 'connection ended: it sent more than the log tells';

type Line = Readonly<{ message: string; fields: LogFields }>;

export type ConnectionReport = Readonly<{
  count: (event: FrameEvent) => void;
  /** Says why the listener ends the connection. The first reason counts. */
  ended: (ending: Ending, code?: string) => void;
  /** The line for the log once the connection is closed; undefined when nothing was wrong. */
  summary: (rest: Readonly<{ pendingBytes: number; linesLeftOut: number }>) => Line | undefined;
}>;

/** Sums up what was wrong with a connection, so that it is one line however much was wrong. */
export function createConnectionReport(peer: string | undefined): ConnectionReport {
  const counts = { empty: 0, restart: 0 };
  let firstByte: string | undefined;
  let end: Readonly<{ ending: Ending; code: string | undefined }> | undefined;

  function count(event: FrameEvent): void {
    if (event.type === 'empty' || event.type === 'restart') {
      counts[event.type] += 1;
    } else if (event.type === 'noise') {
      // 0x16 begins TLS, a capital letter HTTP and its kind. The byte alone names no patient.
      firstByte = `0x${event.byte.toString(16).padStart(2, '0')}`;
    }
  }

  return {
    count,
    ended: (ending, code) => void (end ??= { ending, code }),
    summary: ({ pendingBytes, linesLeftOut }) => {
      const faults = { emptyFrames: counts.empty, framesBegunAnew: counts.restart, pendingBytes, linesLeftOut };
      const found = Object.entries(faults).filter(([, number]) => number > 0);
      if (!end && found.length === 0) {
        return undefined;
      }
      const loose = pendingBytes > 0 ? half : counts.empty + counts.restart > 0 ? untidy : talkative;
      const message = end ? messages[end.ending] : loose;
      return { message, fields: { peer, code: end?.code, firstByte, ...Object.fromEntries(found) } };
    },
  };
}
