import type { MedplumRequestOptions } from '@medplum/core';

/**
 * Medplum copies `X-Trace-Id`, when it is a UUID, into the AuditEvents of the request. With the legacy request's id
 * there, the person in our access log and the record in Medplum can be brought together again.
 *
 * A new object for every call: the SDK writes the Authorization header into the one it is given.
 */
export function tracedBy(requestId: string): MedplumRequestOptions {
  return { headers: { 'x-trace-id': requestId } };
}
