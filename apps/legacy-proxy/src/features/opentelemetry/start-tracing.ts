import { context, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import {
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, TraceIdRatioBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import type { RequestHandler } from 'express';
import { requestIdOf } from '#middleware/request-context.ts';
import { finishSpan } from './finish-span.ts';
import { exportListed } from './listed-spans.ts';
import { pathTemplate } from './path-template.ts';
import { createRequestIds } from './request-ids.ts';
import type { OpenTelemetrySettings } from './settings.ts';

export type Tracing = Readonly<{ trace: RequestHandler; stop: () => Promise<void> }>;

const timeoutMs = 2_000;

/** Makes a span of each request, and of each request that it causes, and sends them to the collector. */
export function startTracing({ url, headers, ratio, delayMs }: OpenTelemetrySettings, onFailure: () => void): Tracing {
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: timeoutMs });
  const ids = createRequestIds();
  const provider = new TracerProvider({
    // No detectors of what else is known about this machine: a command line, for example, may hold a secret.
    resource: resourceFromAttributes({ 'service.name': 'legacy-proxy' }).merge(
      detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] }),
    ),
    sampler: new TraceIdRatioBasedSampler(ratio),
    idGenerator: ids.generator,
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: exportListed(exporter, onFailure),
        scheduledDelayMillis: delayMs,
        exportTimeoutMillis: timeoutMs,
      }),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  // No propagator: the core names the trace to Medplum itself.
  const requests = new UndiciInstrumentation({
    requireParentforSpans: true,
    startSpanHook: ({ path }) => ({ 'url.template': pathTemplate(path) }),
  });
  requests.setTracerProvider(provider);
  const tracer = provider.getTracer('legacy-proxy');

  return {
    trace: (request, response, next) => {
      const span = ids.forRequest(requestIdOf(response), () =>
        tracer.startSpan(request.method, { kind: SpanKind.SERVER, root: true }),
      );
      response.once('close', () => finishSpan(span, request, response));
      context.with(trace.setSpan(context.active(), span), next);
    },
    stop: async () => {
      requests.disable();
      await provider.shutdown().catch(onFailure);
      context.disable();
    },
  };
}
