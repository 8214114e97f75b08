import type { RequestHandler } from 'express';
import { expect, test } from 'vitest';
import { serveHandlers } from '#test/serve-handlers.ts';
import { formField, longestText, parseForm, requireForm } from './form-body.ts';

async function startForms(): Promise<(body: URLSearchParams | Blob | null) => Promise<Response>> {
  const handlers: RequestHandler[] = [
    requireForm,
    parseForm,
    (request, response) => void response.json(request.body ?? 'none'),
  ];
  const url = await serveHandlers(handlers);
  return async (body) => fetch(url, body ? { method: 'POST', body } : {});
}

test('[P9] form, with the longest text in any script, is read, and one that is far longer is not', async () => {
  const send = await startForms();
  const text = '漢'.repeat(longestText);

  const read = await send(new URLSearchParams({ text }));

  expect(await read.json()).toEqual({ text });
  expect((await send(new URLSearchParams({ text: text + '漢'.repeat(500) }))).status).toBe(413);
});

test('[P9] form, with more fields than any of ours or with nested ones, is refused or stays flat', async () => {
  const send = await startForms();
  const fields = (count: number) => new URLSearchParams(Array.from({ length: count }, (_, at) => `f${at}`).join('&'));

  const statuses = [(await send(fields(20))).status, (await send(fields(21))).status];

  expect(statuses).toEqual([200, 413]);
  expect(await (await send(new URLSearchParams('a[b]=c'))).json()).toEqual({ 'a[b]': 'c' });
});

test('[P1] body that is no form, is refused, and a request without any is not', async () => {
  const send = await startForms();

  expect((await send(new Blob(['{}'], { type: 'application/json' }))).status).toBe(415);
  expect(await (await send(null)).json()).toBe('none');
});

test.each([
  [{ name: 'x' }, 'x'],
  [{ name: ['x', 'y'] }, ''],
  [{ other: 'x' }, ''],
  [undefined, ''],
])('form field, of the body %j, is %j', (body, value) => {
  expect(formField(body, 'name')).toBe(value);
});
