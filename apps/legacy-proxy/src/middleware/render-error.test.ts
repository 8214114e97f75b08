import type { RequestHandler } from 'express';
import { expect, test } from 'vitest';
import { MedplumError, type MedplumErrorCode } from '#medplum/error.ts';
import { serveHandlers } from '#test/serve-handlers.ts';
import { HttpError } from './http-error.ts';
import { ForeignRequestError } from './own-audience.ts';
import { notFound, renderError } from './render-error.ts';
import { setKeptPage } from './request-context.ts';

type Line = Readonly<Record<string, unknown>>;
const page = { accept: 'text/html' };

/** Serves what fails in such a way, with pages that are their model as JSON. */
async function failWith(...handlers: RequestHandler[]) {
  const lines: Line[] = [];
  const log = (event: string, fields?: object) => void lines.push({ event, ...fields });
  const render = renderError((_request, response, name, model) => void response.json({ name, ...model }), log);
  return { url: await serveHandlers(handlers, render), lines };
}

function throwing(error: unknown): RequestHandler {
  return () => {
    throw error;
  };
}

const sentences = /^[A-Z][^.]+\. [A-Z].+\.$/;

test.each<[MedplumErrorCode, number, string]>([
  ['unreachable', 502, 'transient'],
  ['sign_in_refused', 502, 'transient'],
  ['forbidden', 502, 'transient'],
  ['not_found', 404, 'not-found'],
  ['busy', 503, 'throttled'],
  ['failed', 502, 'transient'],
])('[P10] failure %s of Medplum, tells what is wrong and what to do, in our words', async (code, status, fhirCode) => {
  const { url, lines } = await failWith(throwing(new MedplumError(code, 'canary words of Medplum')));

  const answer = await fetch(url);

  expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/fhir+json; charset=utf-8']);
  const outcome = (await answer.json()) as { issue: { details: { text: string } }[] };
  expect(outcome).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code: fhirCode }] });
  expect(outcome.issue[0]?.details.text).toMatch(sentences);
  expect(JSON.stringify(outcome)).not.toContain('canary');
  const event = status < 500 ? 'refused' : 'failed';
  expect(lines).toMatchObject([{ event, status, reason: 'MedplumError: canary words of Medplum' }]);
  expect('stack' in (lines[0] ?? {})).toBe(code === 'failed');
});

test.each([
  [Object.assign(new Error('canary'), { status: 413 }), 413, 'This form is too large.', false],
  [Object.assign(new Error('canary'), { status: 400 }), 400, 'This request cannot be read.', false],
  [Object.assign(new Error('canary'), { status: 399 }), 500, 'Something went wrong here.', true],
  [Object.assign(new Error('canary'), { status: 500 }), 500, 'Something went wrong here.', true],
  [new Error('canary', { cause: new TypeError('inner') }), 500, 'Something went wrong here.', true],
  [new HttpError(503, 'Too many.', 'Wait.'), 503, 'Too many.', false],
  ['canary', 500, 'Something went wrong here.', false],
  [{ status: 404 }, 500, 'Something went wrong here.', false],
])('[P10] error %j, thrown, answers %s: %s, its stack in the log: %s', async (error, status, words, stack) => {
  const { url, lines } = await failWith(throwing(error));

  const answer = await fetch(url);

  expect(answer.status).toBe(status);
  const { issue } = (await answer.json()) as { issue: { details: { text: string } }[] };
  expect(issue[0]?.details.text).toMatch(sentences);
  expect(issue[0]?.details.text.startsWith(words)).toBe(true);
  expect(issue[0]?.details.text).not.toContain('canary');
  expect('stack' in (lines[0] ?? {})).toBe(stack);
});

test('error, in the log, has its name and that of its cause, and a thrown text has none', async () => {
  const error = new HttpError(502, 'Away.', 'Wait.');
  error.cause = new TypeError('refused');
  const { url, lines } = await failWith((request) => {
    throw request.path === '/text' ? 'canary' : error;
  });

  await fetch(url);
  await fetch(`${url}/text`);

  expect(lines).toMatchObject([
    { reason: 'HttpError: Away.', cause: 'TypeError: refused' },
    { reason: 'something that is no Error was thrown' },
  ]);
  expect(lines[1]).not.toHaveProperty('cause');
});

test('[S4] error, for a person, is a page with the step to take, the request number and the kept text', async () => {
  const { url } = await failWith((_request, response, next) => {
    setKeptPage(response, '/patients/1');
    response.locals['requestId'] = 'number';
    next();
  }, notFound);

  const answer = await fetch(url, { headers: page });

  expect(answer.status).toBe(404);
  const model = { name: 'error', status: 404, requestId: 'number', keptPage: '/patients/1' };
  expect(await answer.json()).toMatchObject({ ...model, message: expect.any(String), nextStep: expect.any(String) });
});

test('[L1] error of a request under a foreign name, for a person, is plain text', async () => {
  const { url } = await failWith(throwing(new ForeignRequestError(403, 'Foreign.', 'Use localhost.')));

  const answer = await fetch(url, { headers: page });

  expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(await answer.text()).toMatch(/Foreign\./);
});

test('answer that Medplum asks to repeat, says after how many seconds, rounded up', async () => {
  const busy = await failWith(throwing(new MedplumError('busy', 'busy', { retryAfterMs: 6001 })));
  const full = await failWith(throwing(new HttpError(503, 'Too many.', 'Wait.')));
  const away = await failWith(throwing(new MedplumError('unreachable', 'away')));

  const answers = [await fetch(busy.url), await fetch(full.url), await fetch(away.url)];

  expect(answers.map(({ headers }) => headers.get('retry-after'))).toEqual(['7', '60', null]);
});

test('[P10] error, after the answer has begun, cuts it off and adds nothing to it', async () => {
  const { url, lines } = await failWith((_request, response, next) => {
    response.write('begun', () => next(new Error('canary')));
  });

  await expect(fetch(url).then(async (answer) => answer.text())).rejects.toThrow(/terminated|fetch failed/);

  expect(lines).toMatchObject([{ event: 'failed', status: 500 }]);
});
