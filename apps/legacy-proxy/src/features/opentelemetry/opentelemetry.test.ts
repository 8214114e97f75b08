import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test, vi } from 'vitest';
import { clientSecret, outcome, patientIds } from '#test/recorded-medplum.ts';
import { startCollector, type Collector } from '#test/start-collector.ts';
import { noteForm, passwordOf, startTestApp } from '#test/start-test-app.ts';
import { openTelemetry } from './feature.ts';

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
  vi.stubEnv('OTEL_SERVICE_NAME', 'records-of-ward-7');
  vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment.name=rehearsal');
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
  for (const text of ['records-of-ward-7', 'rehearsal', 'http.route', 'http.response.status_code']) {
    expect(sent.includes(text)).toBe(true);
  }
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
  const line = `"event":"spans_not_sent","collector":"http://127.0.0.1:${port}"`;
  await vi.waitFor(() => expect(logLines.join('')).toContain(line), { timeout: 20_000 });
});
