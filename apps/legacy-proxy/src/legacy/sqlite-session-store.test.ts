import { expect, test } from 'vitest';
import { startTestApp } from '#test/start-test-app.ts';

test('[L11] sessions, when they are over, are removed at the next request of anybody', async () => {
  const { nurse, database, clock } = await startTestApp();
  const [forgotten, used] = [await nurse(), await nurse()];
  clock.now += 20 * 60_000;
  await used.get('/');
  clock.now += 20 * 60_000;

  const answer = await used.get('/');

  expect(answer.status).toBe(200);
  expect(database.prepare('SELECT count(*) AS rows FROM sessions').get()).toEqual({ rows: 1 });
  expect((await forgotten.get('/')).status).toBe(303);
});

test('[L11] sessions of one user, however often they sign in, are the ten used last', async () => {
  const { nurse, database, clock } = await startTestApp();
  const [first, second] = [await nurse(), await nurse()];
  clock.now += 1;
  await first.get('/');

  for (let signIns = 0; signIns < 9; signIns += 1) {
    clock.now += 1;
    await nurse();
  }

  expect(database.prepare('SELECT count(*) AS rows FROM sessions').get()).toEqual({ rows: 10 });
  expect([(await first.get('/')).status, (await second.get('/')).status]).toEqual([200, 303]);
});
