import type { AccessPolicyResource } from '@medplum/fhirtypes';

/** What legacy-proxy needs to show a chart. */
export const chartRights: readonly AccessPolicyResource[] = ['Patient', 'Observation', 'DocumentReference'].map(
  (resourceType) => ({ resourceType, readonly: true }),
);
