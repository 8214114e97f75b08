import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { clientSecret, outcome, patientIds } from '#test/recorded-medplum.ts';
import { startCollector, type Collector } from '#test/start-collector.ts';
import { noteForm, passwordOf, startTestApp } from '#test/start-test-app.ts';
import { openTelemetry } from './feature.ts';
import { pathTemplate } from './path-template.ts';
import { readOpenTelemetry } from './settings.ts';

const headerSecret = 'canary-collector-key-19';

function optionsFor({ url }: Pick<Collector, 'url'>) {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${headerSecret}`,
    OTEL_BSP_SCHEDULE_DELAY: '1',
  };
  return { features: [openTelemetry], env };
}

test('spans, of a page that asks Medplum, are one trace with the traceparent that Medplum gets', async () => {
  const collector = await startCollector();
  const { nurse, medplum } = await startTestApp(optionsFor(collector));
  const browser = await nurse();

  const answer = await browser.get('/patients/1');
  const sent = await collector.untilHas('GET /patients/:recordId');

  const traceId = (answer.headers.get('x-request-id') ?? '').replaceAll('-', '');
  const searches = medplum.seen.filter(({ path }) => path.startsWith('/fhir/R4/'));
  expect(new Set(searches.map(({ headers }) => headers['traceparent']))).toEqual(
    new Set([`00-${traceId}-${traceId.slice(16)}-01`]),
  );
  // Once for the page and once for each of the requests that it caused.
  const times = sent.toString('latin1').split(Buffer.from(traceId, 'hex').toString('latin1')).length - 1;
  expect(times).toBeGreaterThan(searches.length);
  for (const template of ['oauth2/token', 'fhir/R4/Patient', 'fhir/R4/Observation', 'fhir/R4/DocumentReference']) {
    expect(sent.includes(template)).toBe(true);
  }
  expect(sent.includes('legacy-proxy')).toBe(true);
  expect(collector.headers[0]?.authorization).toBe(`Bearer ${headerSecret}`);
});

test('[P10] spans, of sign-in, chart, note and failures, hold no secret, person, address or text', async () => {
  const collector = await startCollector();
  const { newBrowser, medplum } = await startTestApp(optionsFor(collector));
  const browser = newBrowser();
  await browser.signIn('nurse.kim', passwordOf('nurse.kim'));
  await browser.post('/patients/1/notes', await noteForm(browser, 1, 'canary text of a note'));
  await browser.get(`/nothing/RC-1001?name=Carter`);
  medplum.faults.push(({ path }) =>
    path.startsWith('/fhir/R4/Patient') ? outcome(500, 'canary words of Medplum') : undefined,
  );
  await browser.get('/patients/2');
  await browser.post('/sign-out');

  await collector.untilHas('POST /patients/:recordId/notes');
  const sent = (await collector.untilHas('POST /sign-out')).toString('latin1');

  const cookies = [...browser.cookies.values()].filter((value) => value.length > 8);
  const secrets = [clientSecret, headerSecret, passwordOf('nurse.kim'), ...cookies];
  const people = ['kim', 'Kim', 'nurse', 'Sam', 'Carter', 'RC-', patientIds.sam];
  const texts = ['canary', 'eyJ', 'Bearer', '/patients/1', 'subject=', 'stack', 'identifier'];
  expect([...secrets, ...people, ...texts].filter((word) => sent.includes(word))).toEqual([]);
});

test('application, whose collector is away, serves all the same and says so in the log', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  const { nurse, logLines } = await startTestApp(optionsFor({ url: `http://127.0.0.1:${port}` }));

  const answer = await (await nurse()).get('/patients/1');

  expect(answer.status).toBe(200);
  await vi.waitFor(() => expect(logLines.join('')).toContain('"event":"spans_not_sent"'), { timeout: 20_000 });
});

test.each([
  [{}, 0],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }, 1],
])('features, with the settings %j, load OpenTelemetry only where a collector is named', (env, least) => {
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ resolve: (name, context, next) => { loaded.push(name); return next(name, context); } });
    const { features } = await import('./features.ts');
    const all = (await Promise.all(features)).flatMap((door) => Object.values(door));
    for (const { configure } of all) await configure(${JSON.stringify(env)})?.start?.();
    // The client of Redis looks for the API on its own.
    console.log(loaded.filter((name) => /^@opentelemetry\\/(?!api$)/.test(name)).length);
    process.exit(0);`;

  const counted = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: join(import.meta.dirname, '..', '..'),
    env: { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1' },
  });

  expect(Math.min(Number(counted), 1)).toBe(least);
});

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318/x' };

test.each([
  [endpoint, { url: 'http://127.0.0.1:4318/x/v1/traces', ratio: 1, delayMs: 5000, headers: {} }],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/t' }, { url: 'http://collector:4318/t' }],
  [{ ...endpoint, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.2' }, { ratio: 0.2 }],
  [{ ...endpoint, OTEL_TRACES_SAMPLER: 'always_off', OTEL_TRACES_SAMPLER_ARG: '0.2' }, { ratio: 0 }],
  [{ ...endpoint, OTEL_EXPORTER_OTLP_HEADERS: 'a=b%20c,d=1%' }, { headers: { a: 'b c', d: '1%' } }],
])('OpenTelemetry settings, given %j, are %j', (env, expected) => {
  expect(readOpenTelemetry(env)).toMatchObject(expected);
});

test.each([{}, { ...endpoint, OTEL_SDK_DISABLED: 'TRUE' }, { ...endpoint, OTEL_TRACES_EXPORTER: 'none' }])(
  'OpenTelemetry settings, given %j, ask for nothing',
  (env) => {
    expect(readOpenTelemetry(env)).toBeUndefined();
  },
);

test.each([
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'OTEL_EXPORTER_OTLP_ENDPOINT must be a URL'],
  [{ ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'OTEL_EXPORTER_OTLP_PROTOCOL must be http/protobuf'],
  [{ ...endpoint, OTEL_TRACES_EXPORTER: 'zipkin' }, 'OTEL_TRACES_EXPORTER must be otlp or none'],
  [{ ...endpoint, OTEL_TRACES_SAMPLER: 'sometimes' }, 'OTEL_TRACES_SAMPLER must be always_on'],
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_EXPORTER_OTLP_HEADERS: 'a=b' },
    'OTEL_EXPORTER_OTLP_HEADERS would go out over plain http',
  ],
])('OpenTelemetry settings, given %j, are refused: %s', (env, message) => {
  expect(() => readOpenTelemetry(env)).toThrow(message);
});

test.each([
  ['/fhir/R4/Patient?identifier=x%7CRC-1001', 'fhir/R4/Patient'],
  ['/base/fhir/R4/DocumentReference/0b/_history/1', 'fhir/R4/DocumentReference/:id/_history'],
  ['/fhir/R4/Patient/Sam-Carter/anything', 'fhir/R4/Patient/:id'],
  ['/oauth2/token', 'oauth2/token'],
  ['/people/Sam/oauth2/token?x=1', 'oauth2/token'],
  ['/people/Sam', 'other'],
])('[P10] path %s, in a span, is %s', (path, template) => {
  expect(pathTemplate(path)).toBe(template);
});
