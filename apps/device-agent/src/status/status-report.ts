import type { MedplumSession } from '#medplum/sign-in.ts';
import { oneLine } from '#one-line';
import type { QueueCounts, QueueRow, RecordedResult } from '#queue/queue-report.ts';
import type { SenderState } from '#sender/sender.ts';
import type { DepthSample } from './watch-depth.ts';

/** What the status page tells. It names tests and messages, and no patient and no value. */
export type StatusReport = Readonly<{
  server: string;
  device: string;
  counts: QueueCounts;
  /** How many messages waited in the last hour. */
  depth: readonly DepthSample[];
  sender: SenderState;
  /** Which credential is in use, and when its token is renewed, in milliseconds since the epoch. */
  session: ReturnType<MedplumSession['state']>;
  /** The file of an earlier run that could not be read. */
  quarantined: string | undefined;
  lastResults: readonly RecordedResult[];
  parked: readonly QueueRow[];
}>;

/** What is wrong and what to do about it, most urgent first. */
export function alarms({ sender, quarantined, counts }: StatusReport): readonly string[] {
  return [
    ...(sender.phase === 'stopped'
      ? [
          `Sending has stopped: Medplum refuses the credentials (${oneLine(sender.problem)}). Correct MEDPLUM_CLIENT_ID and ` +
            'MEDPLUM_CLIENT_SECRET and restart. Messages are still taken and kept.',
        ]
      : []),
    ...(sender.phase === 'waiting'
      ? [`Sending waits until ${new Date(sender.untilMs).toISOString()}: ${oneLine(sender.problem)}. Nothing is lost.`]
      : []),
    ...(quarantined
      ? [
          `The queue of an earlier run could not be read and is kept as ${quarantined}. Send the results of that time again.`,
        ]
      : []),
    ...(counts.parked > 0
      ? [
          `Medplum did not take ${counts.parked} message(s); they are kept. The reasons are below: \`device-agent queue retry ID\` sends one again, \`queue drop ID\` erases it.`,
        ]
      : []),
  ];
}
