import { type IdGenerator, RandomIdGenerator } from '@opentelemetry/sdk-trace';
import { tracedBy } from '#fhir/traced-by.ts';

export type RequestIds = Readonly<{
  generator: IdGenerator;
  /** Starts a span under the ids that the `traceparent` of this request names to Medplum. */
  forRequest: <T>(requestId: string, start: () => T) => T;
}>;

/**
 * Gives the span of a request the ids that the core sends to Medplum: so what Medplum records hangs below that span,
 * and its trace id is the request id of the access log.
 */
export function createRequestIds(): RequestIds {
  const random = new RandomIdGenerator();
  let asked: Readonly<{ traceId: string; spanId: string }> | undefined;
  return {
    generator: {
      generateTraceId: () => asked?.traceId ?? random.generateTraceId(),
      generateSpanId: () => asked?.spanId ?? random.generateSpanId(),
    },
    forRequest: (requestId, start) => {
      const { traceparent = '' } = tracedBy(requestId).headers as { traceparent?: string };
      const [, traceId = '', spanId = ''] = traceparent.split('-');
      asked = { traceId, spanId };
      try {
        return start();
      } finally {
        asked = undefined;
      }
    },
  };
}
