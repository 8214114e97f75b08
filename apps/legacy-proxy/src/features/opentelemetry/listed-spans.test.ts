import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { expect, test, vi } from 'vitest';
import { exportListed } from './listed-spans.ts';

type Result = Parameters<Parameters<SpanExporter['export']>[1]>[0];

const allowed = {
  'error.type': 'ECONNRESET',
  'http.request.method': 'GET',
  'http.response.status_code': 200,
  'http.route': '/patients/:recordId',
  'server.address': 'medplum.example',
  'server.port': 443,
  'url.template': 'fhir/R4/Patient/:id',
};

/** What is exported of a span, and what an exporter answers. */
function exportedOf(span: Partial<ReadableSpan>, result: Result) {
  const exporter = {
    export: vi.fn<SpanExporter['export']>((_spans, done) => done(result)),
    forceFlush: vi.fn<() => Promise<void>>(async () => undefined),
    shutdown: vi.fn<() => Promise<void>>(async () => undefined),
  };
  const [onFailure, done] = [vi.fn<() => void>(), vi.fn<(result: Result) => void>()];
  const listed = exportListed(exporter, onFailure);
  listed.export([span as ReadableSpan], done);
  return { span: exporter.export.mock.calls[0]?.[0][0], exporter, listed, onFailure, done };
}

test('[P10] span, with more than what is listed, is exported without it', () => {
  const { span } = exportedOf(
    {
      name: 'GET',
      attributes: { ...allowed, 'url.full': 'https://medplum.example/fhir/R4/Patient?name=Carter' },
      events: [{ name: 'exception', time: [0, 0] }],
      links: [{ context: { traceId: '', spanId: '', traceFlags: 0 } }],
      status: { code: 2, message: 'quoted' },
    },
    { code: 0 },
  );

  const { name, attributes, events, links, status } = span ?? {};
  expect({ name, attributes, events, links, status }).toEqual({
    name: 'GET',
    attributes: allowed,
    events: [],
    links: [],
    status: { code: 2 },
  });
});

test('spans, sent or not, are answered for, and only those that were not are told of', async () => {
  const span = { attributes: {}, status: { code: 0 } };
  const good = exportedOf(span, { code: 0 });
  const bad = exportedOf(span, { code: 1, error: new Error('away') });
  await good.listed.forceFlush?.();
  await good.listed.shutdown();

  expect([good, bad].map(({ done }) => done.mock.calls[0]?.[0].code)).toEqual([0, 1]);
  expect([good, bad].map(({ onFailure }) => onFailure.mock.calls.length)).toEqual([0, 1]);
  expect(good.exporter.forceFlush).toHaveBeenCalledOnce();
  expect(good.exporter.shutdown).toHaveBeenCalledOnce();
});
