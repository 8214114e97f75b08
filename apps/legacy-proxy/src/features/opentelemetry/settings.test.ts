import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openTelemetry } from './feature.ts';
import { readOpenTelemetry } from './settings.ts';

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318/x' };

test.each([
  [endpoint, { url: 'http://127.0.0.1:4318/x/v1/traces', ratio: 1, delayMs: 5000, headers: {} }],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/t' }, { url: 'http://collector:4318/t' }],
  [{ ...endpoint, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.2' }, { ratio: 0.2 }],
  [{ ...endpoint, OTEL_TRACES_SAMPLER: 'always_off', OTEL_TRACES_SAMPLER_ARG: '0.2' }, { ratio: 0 }],
  [{ ...endpoint, OTEL_TRACES_SAMPLER: 'parentbased_always_on', OTEL_TRACES_SAMPLER_ARG: '0' }, { ratio: 1 }],
  [{ ...endpoint, OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '1' }, { ratio: 1 }],
  [{ ...endpoint, OTEL_BSP_SCHEDULE_DELAY: '1' }, { delayMs: 1 }],
  [{ ...endpoint, OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }, { ratio: 1 }],
  [{ ...endpoint, OTEL_EXPORTER_OTLP_HEADERS: 'a=b%20c,d=1%' }, { headers: { a: 'b c', d: '1%' } }],
  [{ ...endpoint, OTEL_EXPORTER_OTLP_HEADERS: ' a = b ,cd=e=f,g=' }, { headers: { a: 'b', cd: 'e=f', g: '' } }],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example/x/' }, { url: 'https://collector.example/x/v1/traces' }],
])('OpenTelemetry settings, given %j, are %j', (env, expected) => {
  expect(readOpenTelemetry(env)).toMatchObject(expected);
});

test.each([{}, { ...endpoint, OTEL_SDK_DISABLED: 'TRUE' }, { ...endpoint, OTEL_TRACES_EXPORTER: 'none' }])(
  'OpenTelemetry settings, given %j, ask for nothing',
  (env) => {
    expect(openTelemetry.configure(env)).toBeUndefined();
  },
);

test.each([
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'OTEL_EXPORTER_OTLP_ENDPOINT must be a URL'],
  [{ ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'OTEL_EXPORTER_OTLP_PROTOCOL must be http/protobuf'],
  [{ ...endpoint, OTEL_TRACES_EXPORTER: 'zipkin' }, 'OTEL_TRACES_EXPORTER must be otlp or none'],
  [{ ...endpoint, OTEL_TRACES_SAMPLER: 'sometimes' }, 'OTEL_TRACES_SAMPLER must be always_on'],
  [{ ...endpoint, OTEL_TRACES_SAMPLER: 'not_always_on' }, 'OTEL_TRACES_SAMPLER must be always_on'],
  [{ ...endpoint, OTEL_TRACES_SAMPLER: 'always_on_more' }, 'OTEL_TRACES_SAMPLER must be always_on'],
  [{ ...endpoint, OTEL_TRACES_SAMPLER_ARG: 'half' }, 'OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1'],
  [{ ...endpoint, OTEL_TRACES_SAMPLER_ARG: '1.1' }, 'OTEL_TRACES_SAMPLER_ARG'],
  [{ ...endpoint, OTEL_TRACES_SAMPLER_ARG: '-0.1' }, 'OTEL_TRACES_SAMPLER_ARG'],
  [{ ...endpoint, OTEL_BSP_SCHEDULE_DELAY: 'soon' }, 'OTEL_BSP_SCHEDULE_DELAY must be milliseconds'],
  [{ ...endpoint, OTEL_BSP_SCHEDULE_DELAY: '1.5' }, 'OTEL_BSP_SCHEDULE_DELAY must be whole milliseconds'],
  [{ ...endpoint, OTEL_BSP_SCHEDULE_DELAY: '0' }, 'OTEL_BSP_SCHEDULE_DELAY'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'shttp://collector' }, 'OTEL_EXPORTER_OTLP_ENDPOINT must be a URL'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https-x://collector' }, 'OTEL_EXPORTER_OTLP_ENDPOINT must be a URL'],
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_EXPORTER_OTLP_HEADERS: 'a=b' },
    'OTEL_EXPORTER_OTLP_HEADERS would go out over plain http',
  ],
])('OpenTelemetry settings, given %j, are refused: %s', (env, message) => {
  expect(() => readOpenTelemetry(env)).toThrow(message);
});

test.each(['a', '=b', 'a=b,c', 'a=b,=d', 'a,b=c'])('OpenTelemetry headers %j, are refused', (headers) => {
  expect(() => readOpenTelemetry({ ...endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers })).toThrow(
    'OTEL_EXPORTER_OTLP_HEADERS must be name=value',
  );
});

test('[P10] OpenTelemetry headers, from a file that is named, tell the log which values to mask', () => {
  const folder = mkdtempSync(join(tmpdir(), 'legacy-proxy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'headers'), 'api-key=canary\n');
  const env = { ...endpoint, OTEL_EXPORTER_OTLP_HEADERS_FILE: join(folder, 'headers'), MEDPLUM_OTEL_FILE: '/nowhere' };

  expect(openTelemetry.configure(env)?.secrets).toEqual(['canary']);
});
