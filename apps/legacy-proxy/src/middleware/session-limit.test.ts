import type { RequestHandler } from 'express';
import { expect, test } from 'vitest';
import { serveHandlers } from '#test/serve-handlers.ts';
import { sessionLimit } from './session-limit.ts';

/** Gives each request the session that it names, of the user that it names. */
const session: RequestHandler = (request, _response, next) => {
  const { id, user } = request.query;
  Object.assign(request, { sessionID: id, session: { username: user } });
  next();
};

test('[P9] session, that asked for more than its share, waits, and no other session or visitor does', async () => {
  const url = await serveHandlers([session, sessionLimit(2), (_request, response) => void response.end()]);
  const ask = async (query: string) => (await fetch(`${url}/?${query}`)).status;

  const statuses: number[] = [];
  for (const query of ['id=one&user=kim', 'id=two&user=kim', 'id=none']) {
    statuses.push(await ask(query), await ask(query), await ask(query));
  }

  expect(statuses).toEqual([200, 200, 429, 200, 200, 429, 200, 200, 200]);
});
