/**
 * Names this page load. It goes to Medplum as the trace id of every request (W3C Trace Context), which Medplum writes
 * into its log and its AuditEvents, and it stands next to every failure that the user sees.
 */
export const supportReference = randomHex(16);

/** Text that nobody can guess, two characters a byte. */
export function randomHex(bytes: number): string {
  return [...crypto.getRandomValues(new Uint8Array(bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
