import { expect, test } from 'vitest';
import { startTestApp } from '#test/start-test-app.ts';

test('[S1] readiness, before and after Medplum gave a token, and when it gives none, says so', async () => {
  const { nurse, newBrowser, medplum } = await startTestApp();
  const probe = newBrowser();
  medplum.faults.push(({ path }) => (path === '/oauth2/token' ? { status: 503, body: {} } : undefined));
  const browser = await nurse();
  const before = await probe.get('/readyz');
  await browser.get('/patients/1');
  const down = await probe.get('/readyz');
  medplum.faults.length = 0;

  const elsewhere = await startTestApp();
  await (await elsewhere.nurse()).get('/patients/1');
  const ready = await elsewhere.newBrowser().get('/readyz');

  expect([before.status, down.status, ready.status]).toEqual([503, 503, 200]);
  expect(await down.json()).toMatchObject({ ready: false, database: 'ok', medplum: { failure: 'unreachable' } });
  expect(await ready.json()).toMatchObject({ ready: true, medplum: { isSignedIn: true } });
});
