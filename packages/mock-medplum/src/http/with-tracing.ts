import type { OperationOutcome } from '@medplum/fhirtypes';

/** Adds the extension by which Medplum's OperationOutcomes name the request that they answer. */
export function withTracing(outcome: OperationOutcome, requestId: string, traceId: string): OperationOutcome {
  return {
    ...outcome,
    extension: [
      {
        url: 'https://medplum.com/fhir/StructureDefinition/tracing',
        extension: [
          { url: 'requestId', valueId: requestId },
          { url: 'traceId', valueId: traceId },
        ],
      },
    ],
  };
}
