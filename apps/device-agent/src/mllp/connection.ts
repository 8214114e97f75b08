import type { Socket } from 'node:net';
import { limitLog } from '#limit-log';
import type { Log } from '#log';
import { createAdmission, type ConnectionLimits } from './admission.ts';
import { createAlarm } from './alarm.ts';
import { createConnectionReport, type Ending } from './connection-report.ts';
import { converse, type Answers } from './converse.ts';
import type { Guest } from './places.ts';

export type ConnectionOptions = Answers &
  Readonly<{
    log: Log;
    limits: ConnectionLimits;
    /** A clock in milliseconds that nobody sets. */
    now: () => number;
  }>;

export type Connection = Guest &
  Readonly<{
    /** Begins to read: from the socket itself, or from the TLS socket on top of it. */
    read: (stream: Socket) => void;
    end: (ending: Ending, code?: string) => void;
  }>;

const linesPerMinute = 60;
/** How long the last acknowledgment may take to leave. */
const lingerMs = 1000;

/** Watches over a socket from its first moment, with nothing read yet, to its last. */
export function openConnection(raw: Socket, options: ConnectionOptions): Connection {
  const { limits, now } = options;
  const log = limitLog(options.log, { linesPerMinute, now });
  const admission = createAdmission(limits, now());
  const report = createConnectionReport(raw.remoteAddress);
  const alarm = createAlarm(now);
  let stream = raw;

  const waitForMore = (): void => alarm.set(admission.deadline(), () => end(admission.phase()));
  const waitForReader = (): void => alarm.set(now() + limits.frameMs, () => end('unread'));
  const fail = (error: NodeJS.ErrnoException): void => report.ended('failed', error.code);

  function end(ending: Ending, code?: string): void {
    report.ended(ending, code);
    stream.removeAllListeners('data').removeAllListeners('drain').pause();
    closeBoth(stream, raw);
    alarm.set(now() + lingerMs, () => raw.destroy());
  }

  function read(source: Socket): void {
    stream = source;
    stream.on('error', fail);
    converse(stream, { ...options, admission, report, log, end, waitForMore, waitForReader });
  }

  raw.on('error', fail);
  raw.once('close', () => {
    alarm.clear();
    const line = report.summary({ pendingBytes: admission.pendingBytes(), linesLeftOut: log.takeLeftOut() });
    if (line) {
      options.log.warn(line.message, line.fields);
    }
  });
  waitForMore();
  return { isProven: admission.isProven, since: admission.since, yieldPlace: () => end('yielded'), read, end };
}

/** Closes at once, unless an acknowledgment is still on its way. */
function closeBoth(stream: Socket, raw: Socket): void {
  if (stream.writableLength > 0) {
    stream.destroySoon();
  } else {
    stream.destroy();
    raw.destroy();
  }
}
