import { expect, test } from 'vitest';
import { createWorkQueue } from './work-queue.ts';

type Job = Readonly<{ done: Promise<string>; finish: () => void }>;

function start(queue: ReturnType<typeof createWorkQueue>, name: string, started: string[]): Job {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = queue(async () => {
    started.push(name);
    await promise;
    return name;
  });
  done.catch(() => undefined);
  return { done, finish: resolve };
}

test('[L11] work queue, when full, refuses more with a 503, and works off the rest in order', async () => {
  const started: string[] = [];
  const queue = createWorkQueue({ atOnce: 1, waiting: 2 });
  const [one, two, three, four] = ['one', 'two', 'three', 'four'].map((name) => start(queue, name, started));

  await expect(four?.done).rejects.toMatchObject({ status: 503 });
  expect(started).toEqual(['one']);
  one?.finish();
  await one?.done;
  two?.finish();
  await two?.done;
  three?.finish();

  expect(await three?.done).toBe('three');
  expect(started).toEqual(['one', 'two', 'three']);
});

test('work queue, after work that failed, takes the next', async () => {
  const queue = createWorkQueue({ atOnce: 1, waiting: 0 });

  await expect(queue(async () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');

  expect(await queue(async () => 'next')).toBe('next');
});
