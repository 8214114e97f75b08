import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

/** What a span may say. Addresses, queries, texts of errors and all that a later version of a library adds stay here. */
const listed = new Set([
  'error.type',
  'http.request.method',
  'http.response.status_code',
  'http.route',
  'server.address',
  'server.port',
  'url.template',
]);

/** Exports spans with what is listed alone, and tells when they cannot be sent. */
export function exportListed(exporter: SpanExporter, onFailure: () => void): SpanExporter {
  return {
    export: (spans, done) =>
      exporter.export(spans.map(listedSpan), (result) => {
        if (result.error) {
          onFailure();
        }
        done(result);
      }),
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: async () => exporter.shutdown(),
  };
}

function listedSpan(span: ReadableSpan): ReadableSpan {
  const attributes = Object.fromEntries(Object.entries(span.attributes).filter(([name]) => listed.has(name)));
  // All other members are those of the span. Its events are left out: they hold the texts of errors.
  return Object.create(span, {
    attributes: { value: attributes },
    events: { value: [] },
    links: { value: [] },
    status: { value: { code: span.status.code } },
  }) as ReadableSpan;
}
