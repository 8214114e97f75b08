import type { DiagnosticReport, Observation } from '@medplum/fhirtypes';

/** HL7 table 0085, OBX-11 → FHIR. N (not asked for) and O (order detail only) are absent: they are no results. */
const statuses = new Map<string, Observation['status']>([
  ['F', 'final'],
  ['U', 'final'],
  ['P', 'preliminary'],
  ['R', 'preliminary'],
  ['S', 'preliminary'],
  ['I', 'registered'],
  ['C', 'corrected'],
  ['A', 'amended'],
  ['X', 'cancelled'],
  ['D', 'entered-in-error'],
  ['W', 'entered-in-error'],
]);
const noResult = new Set(['N', 'O']);

/** The status of a result; `undefined` when OBX-11 says that there is none; `unknown` when it says nothing known. */
export function observationStatus(code: string): Observation['status'] | undefined {
  return noResult.has(code) ? undefined : (statuses.get(code) ?? 'unknown');
}

/** HL7 table 0123, OBR-25 → FHIR. */
const reportStatuses = new Map<string, DiagnosticReport['status']>([
  ['O', 'registered'],
  ['I', 'registered'],
  ['S', 'registered'],
  ['A', 'partial'],
  ['P', 'preliminary'],
  ['R', 'preliminary'],
  ['F', 'final'],
  ['C', 'corrected'],
  ['X', 'cancelled'],
]);

/** The status of an order's results together: what OBR-25 says, else what they have in common. */
export function reportStatus(code: string, results: readonly Observation[]): DiagnosticReport['status'] {
  const given = reportStatuses.get(code);
  if (given) {
    return given;
  }
  const statuses = new Set(results.map(({ status }) => status));
  if (statuses.has('corrected') || statuses.has('amended')) {
    return 'corrected';
  }
  const [only, other] = statuses;
  return only !== undefined && other === undefined ? only : 'partial';
}
