import type { Extension } from '@medplum/fhirtypes';
import type { RequestContext } from '#http/request-context.ts';

/** The extension by which an event names the request that it is about; none when there is no request. */
export function tracingExtension(request: RequestContext | undefined): Extension[] {
  if (!request) {
    return [];
  }
  return [
    {
      url: 'https://medplum.com/fhir/StructureDefinition/tracing',
      extension: [
        { url: 'requestId', valueId: request.requestId },
        { url: 'traceId', valueId: request.traceId },
      ],
    },
  ];
}
