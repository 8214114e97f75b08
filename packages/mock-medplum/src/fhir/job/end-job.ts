import type { AsyncJob, ParametersParameter } from '@medplum/fhirtypes';
import type { FhirContext } from '#fhir-context/fhir-context.ts';
import { stampMeta } from '#fhir-context/resource-meta.ts';

/** Stores the end of a job as the server, past every policy. A job that has ended already stays as it is. */
export function endJob(
  context: FhirContext,
  id: string,
  status: 'completed' | 'error' | 'cancelled',
  output?: ParametersParameter,
): void {
  const { store, clock } = context.tenant;
  const job = store.get('AsyncJob', id);
  if (!job || isEnded(job)) {
    return;
  }
  const ended: AsyncJob = {
    ...job,
    status,
    transactionTime: clock().toISOString(),
    ...(output && { output: { resourceType: 'Parameters', parameter: [output] } }),
  };
  const stamped = stampMeta(ended, job, context);
  store.put({ ...stamped, meta: { ...stamped.meta, author: { reference: 'system' } } });
}

/** Tells whether a job will not change any more. */
export function isEnded({ status }: AsyncJob): boolean {
  return ['completed', 'error', 'cancelled'].includes(status);
}
