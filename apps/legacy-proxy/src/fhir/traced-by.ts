import type { MedplumRequestOptions } from '@medplum/core';

/**
 * Medplum copies the `traceparent` of a request (W3C Trace Context) into the AuditEvents that it causes. With the
 * legacy request's id in there, the person in our access log and the record in Medplum can be brought together again.
 *
 * A new object for every call: the SDK writes the Authorization header into the one it is given.
 */
export function tracedBy(requestId: string): MedplumRequestOptions {
  const traceId = requestId.replaceAll('-', '');
  return { headers: { traceparent: `00-${traceId}-${traceId.slice(16)}-01` } };
}

/** Reads the request id back from what Medplum kept; undefined when the call was not one of ours. */
export function requestIdFrom(traceparent: string | undefined): string | undefined {
  const parts = /^00-(.{8})(.{4})(.{4})(.{4})(.{12})-.{16}-01$/.exec(traceparent ?? '');
  return parts?.slice(1).join('-');
}
