import { expect, test } from 'vitest';
import { startTestApp } from '#test/start-test-app.ts';
import { metrics } from './feature.ts';
import { readMetricsToken } from './settings.ts';

const token = 'canary-metrics-token-1';
const options = { features: [metrics], env: { LEGACY_PROXY_METRICS_TOKEN: token } };

test('metrics, for the monitoring, tell of requests by route and of the token', async () => {
  const { nurse, newBrowser } = await startTestApp(options);
  const scrape = async () => newBrowser().get('/metrics', { authorization: `Bearer ${token}` });
  const before = await (await scrape()).text();
  const browser = await nurse();
  await browser.get('/patients/1');
  await browser.get('/nothing');

  const answer = await scrape();

  const text = await answer.text();
  expect(before).toMatch(/^medplum_is_signed_in 0$[^]*^medplum_token_seconds_left 0$/m);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('version=0.0.4');
  expect(text).toContain('http_request_duration_seconds_count{method="GET",route="none",status="404"} 1');
  expect(text).toContain('http_request_duration_seconds_bucket{le="0.25",method="GET",route="none",status="404"}');
  expect(text).toContain(
    'http_request_duration_seconds_count{method="GET",route="/patients/:recordId",status="200"} 1',
  );
  expect(text).toMatch(/^medplum_sign_ins_total 1$/m);
  expect(text).toMatch(/^medplum_is_signed_in 1$/m);
  expect(text).toMatch(/medplum_token_seconds_left 3(?:[45]\d\d|600)/);
});

test('[P10] metrics, after a chart was opened, name no patient, user or address', async () => {
  const { nurse, newBrowser } = await startTestApp(options);
  const browser = await nurse();
  await browser.get('/patients/1');
  await browser.get('/nothing/Sam-Carter');

  const text = await (await newBrowser().get('/metrics', { authorization: `Bearer ${token}` })).text();

  expect(text).not.toMatch(/Sam|Carter|RC-1001|nurse|patients\/1|127\.0\.0\.1/);
});

test.each([
  ['without the token', {}],
  ['with another', { authorization: 'Bearer x' }],
])('[P10] metrics, %s, answer 401 and tell nothing', async (_how, headers) => {
  const { newBrowser } = await startTestApp(options);

  const answer = await newBrowser().get('/metrics', headers);

  expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  expect(await answer.text()).not.toContain('medplum_sign_ins');
});

test('[P10] token of the metrics, too short, is refused, and any other is masked in the log', () => {
  const ofLength = (length: number) => ({ LEGACY_PROXY_METRICS_TOKEN: 'x'.repeat(length) });

  expect(metrics.configure({})).toBeUndefined();
  expect(() => readMetricsToken(ofLength(15))).toThrow('LEGACY_PROXY_METRICS_TOKEN must have at least 16 characters');
  expect(metrics.configure(ofLength(16))?.secrets).toEqual(['x'.repeat(16)]);
});
