import { expect, test } from 'vitest';
import { startTestApp } from '#test/start-test-app.ts';
import { metrics } from './feature.ts';

const token = 'canary-metrics-token-1';
const options = { features: [metrics], env: { LEGACY_PROXY_METRICS_TOKEN: token } };

test('metrics, for the monitoring, tell of requests by route and of the token', async () => {
  const { nurse, newBrowser } = await startTestApp(options);
  await (await nurse()).get('/patients/1');

  const answer = await newBrowser().get('/metrics', { authorization: `Bearer ${token}` });

  const text = await answer.text();
  expect(answer.status).toBe(200);
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

  expect(answer.status).toBe(401);
  expect(await answer.text()).not.toContain('medplum_sign_ins');
});
