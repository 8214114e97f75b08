import { expect, test } from 'vitest';
import { serveHandlers } from '#test/serve-handlers.ts';
import { createLimit } from './create-limit.ts';

test('[L11] limit, once it is reached, says when to return and not how much is left', async () => {
  const url = await serveHandlers([createLimit({ limit: 1 }), (_request, response) => void response.end()]);

  const answers = [await fetch(url), await fetch(url)];

  expect(answers.map(({ status }) => status)).toEqual([200, 429]);
  expect(answers.map(({ headers }) => headers.get('retry-after'))).toEqual([null, '60']);
  expect(answers.flatMap(({ headers }) => [...headers.keys()]).filter((name) => name.includes('ratelimit'))).toEqual(
    [],
  );
});
