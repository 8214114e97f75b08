import { expect, test, vi } from 'vitest';
import { startTestApp } from '#test/start-test-app.ts';

test('[S1] readiness, of a process that nobody used yet, is there as soon as Medplum gives it a token', async () => {
  const { newBrowser, medplum } = await startTestApp();

  const first = await newBrowser().get('/readyz');
  await newBrowser().get('/readyz');

  expect(first.status).toBe(200);
  expect(await first.json()).toMatchObject({ ready: true, database: 'ok', medplum: { isSignedIn: true } });
  expect(medplum.tokenRequests()).toBe(1);
});

test('[S1] readiness, while Medplum gives no token, is 503 and says why', async () => {
  const { newBrowser, medplum } = await startTestApp();
  medplum.faults.push(({ path }) => (path === '/oauth2/token' ? { status: 503, body: {} } : undefined));

  const down = await newBrowser().get('/readyz');

  expect(down.status).toBe(503);
  expect(await down.json()).toMatchObject({ ready: false, database: 'ok', medplum: { failure: 'unreachable' } });
});

test('[S1] readiness, when the database does not answer, is 503 and says so', async () => {
  const { newBrowser, database } = await startTestApp();
  vi.spyOn(database, 'prepare').mockImplementation(() => {
    throw new Error('disk I/O error');
  });

  const broken = await newBrowser().get('/readyz');
  vi.restoreAllMocks();

  expect(broken.status).toBe(503);
  expect(await broken.json()).toMatchObject({ ready: false, database: 'failed' });
});
