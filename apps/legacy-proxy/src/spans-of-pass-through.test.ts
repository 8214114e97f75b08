import { expect, test } from 'vitest';
import { clientSecret, patientIds } from '#test/recorded-medplum.ts';
import { startCollector } from '#test/start-collector.ts';
import { startTestApp } from '#test/start-test-app.ts';
import { fhirPassThrough } from './features/fhir-pass-through/feature.ts';
import { openTelemetry } from './features/opentelemetry/feature.ts';

test('[P10] spans, of a request that is passed on, hold no secret, person or address', async () => {
  const collector = await startCollector();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '1' };
  const { nurse } = await startTestApp({ features: [openTelemetry, fhirPassThrough], env });
  const browser = await nurse();

  const address = `/fhir/R4/Observation?subject=Patient/${patientIds.sam}`;
  const { status } = await browser.get(address, { 'x-requested-with': 'legacy-proxy' });
  const sent = (await collector.untilHas('GET /fhir/R4/*address')).toString('latin1');

  expect(status).toBe(200);
  const words = [clientSecret, patientIds.sam, 'kim', 'nurse', 'subject=', 'eyJ', 'Bearer'];
  expect(words.filter((word) => sent.includes(word))).toEqual([]);
});
