import { headerLine } from './hl7-lines.ts';

/** Which acknowledgments a sender wants, in which order. */
export type WantedAcknowledgments = readonly ('commit' | 'application')[];

/** HL7 table 0155: always, never, on an error or a rejection only, on success only. */
const wanted: Readonly<Record<string, (isAccepted: boolean) => boolean>> = {
  AL: () => true,
  ER: (isAccepted) => !isAccepted,
  SU: (isAccepted) => isAccepted,
};

/**
 * Reads MSH-15 and MSH-16. When both are empty the original mode holds: one application acknowledgment. Else the
 * enhanced mode holds (HL7 v2.5.1 §2.9.3): a commit acknowledgment says that the message is safe, and an application
 * acknowledgment what became of it. A message that was not committed has no application acknowledgment after it.
 */
export function readWanted(body: Uint8Array, isAccepted: boolean): WantedAcknowledgments {
  const header = headerLine(body);
  const fields = header.split(header.charAt(3));
  const [commit = '', application = ''] = [fields[14], fields[15]];
  if (!header.startsWith('MSH') || (commit === '' && application === '')) {
    return ['application'];
  }
  const asksCommit = wanted[commit]?.(isAccepted) ?? false;
  const asksApplication = wanted[application]?.(isAccepted) ?? false;
  return [
    ...(asksCommit ? (['commit'] as const) : []),
    ...(asksApplication && (isAccepted || !asksCommit) ? (['application'] as const) : []),
  ];
}
