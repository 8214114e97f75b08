import { Router } from 'express';
import { expect, test } from 'vitest';
import { serveHandlers } from '#test/serve-handlers.ts';
import { keptPageOf, requestContext, requestIdOf, setCurrentUser, setKeptPage } from './request-context.ts';

const user = { username: 'nurse.kim', name: 'Kim Larsen', role: 'nurse', generation: 1 } as const;

test('[P10] line of a request, in the log, has its route and user, and nothing of its address', async () => {
  const lines: unknown[] = [];
  const clock = { now: 1000 };
  const log = (event: string, fields?: object) => void lines.push({ event, ...fields });
  const routes = Router().post('/patients/:recordId', (_request, response) => {
    clock.now += 250;
    setCurrentUser(response, user);
    setKeptPage(response, '/kept');
    response.status(201).json({ requestId: requestIdOf(response), keptPage: keptPageOf(response) });
  });
  const url = await serveHandlers([requestContext(log, () => clock.now), routes]);

  const answer = await fetch(`${url}/patients/1?name=Carter`, { method: 'POST', headers: { 'x-request-id': 'mine' } });
  const body = (await answer.json()) as { requestId: string };
  await fetch(`${url}/nothing/Carter`);

  const requestId = answer.headers.get('x-request-id');
  expect(requestId).toMatch(/^[\da-f-]{36}$/);
  expect(body).toEqual({ requestId, keptPage: '/kept' });
  expect(lines).toMatchObject([
    {
      event: 'request',
      requestId,
      method: 'POST',
      route: '/patients/:recordId',
      status: 201,
      ms: 250,
      user: 'nurse.kim',
    },
    { event: 'request', method: 'GET', route: 'none', status: 404, ms: 0, user: undefined },
  ]);
});
