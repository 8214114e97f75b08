import { fault, notChecked, ok, type Finding } from '#doctor/finding.ts';
import type { Server } from './reach-server.ts';

const toleratedSeconds = 60;

/** Whether this clock and the server's agree: tokens say from when to when they are good (RFC 7519 §4.1). */
export function clock({ dateMs }: Server, nowMs: number): Finding {
  if (dateMs === undefined) {
    return notChecked('clock', 'The server does not tell the time.', 'a Date header in its answers');
  }
  const seconds = Math.round((nowMs - dateMs) / 1000);
  const text = `This clock is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} the server's`;
  return Math.abs(seconds) <= toleratedSeconds
    ? ok('clock', text)
    : fault('clock', `${text}, so fresh tokens look expired or not yet good.`, 'Set up time sync (NTP) on both.');
}
