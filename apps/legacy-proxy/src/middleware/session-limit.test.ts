import { expect, test } from 'vitest';
import { startTestApp } from '#test/start-test-app.ts';

test('[P9] session, that asked for more than its share, waits, and no other user or visitor does', async () => {
  const { nurse, newBrowser } = await startTestApp({ requestsPerMinute: 3 });
  const [greedy, modest] = [await nurse(), await nurse()];
  const visitor = newBrowser();

  const statuses: number[] = [];
  for (let count = 0; count < 3; count += 1) {
    statuses.push((await greedy.get('/')).status, (await visitor.get('/sign-in')).status);
  }

  // Each signed in with one page.
  expect(statuses).toEqual([200, 200, 200, 200, 429, 200]);
  expect((await modest.get('/')).status).toBe(200);
});
