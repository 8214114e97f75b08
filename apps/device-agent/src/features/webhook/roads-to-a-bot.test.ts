import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { botIds } from '#test/edit-tenant.ts';
import { startRecordedMedplum, type RecordedMedplum } from '#test/recorded-medplum.ts';
import { webhookSecret } from '#test/results-bot.ts';

const json = { 'content-type': 'application/json' };
const basic = (secret: string = botIds.partnerSecret) => ({
  authorization: `Basic ${Buffer.from(`${botIds.partner}:${secret}`).toString('base64')}`,
});
const result = JSON.stringify({ value: 5 });
const execute = `fhir/R4/Bot/${botIds.bot}/$execute`;
const open = `webhook/${botIds.membership}`;
const signed = (body: string): string => createHmac('sha256', webhookSecret).update(body).digest('hex');

/** A sender that knows a URL and headers, and nothing of OAuth 2.0. */
function send(medplum: RecordedMedplum, path: string, headers: Record<string, string>, body = result, method = 'POST') {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const outgoing = request(new URL(path, medplum.tenantUrl), { method, headers: { ...json, ...headers } }, (answer) => {
    void text(answer).then(() => resolve(answer.statusCode ?? 0), reject);
  });
  outgoing.on('error', reject).end(method === 'GET' ? undefined : body);
  return promise;
}

test('[D4] third party, that knows a URL and Basic credentials, hands a result to a Bot', async () => {
  await using medplum = await startRecordedMedplum();
  medplum.addBot();

  expect(await send(medplum, execute, basic())).toBe(200);
  expect(medplum.stored).toMatchObject([{ valueString: '5', meta: { author: { reference: `Bot/${botIds.bot}` } } }]);
});

test('[F9] third party, whose credentials leak, has given away the right to call that Bot and nothing else', async () => {
  await using medplum = await startRecordedMedplum();
  medplum.addBot();
  const attempts = [
    ['fhir/R4/Patient', 'GET'],
    ['fhir/R4/Observation', 'GET'],
    ['fhir/R4/Observation', 'POST'],
    [`fhir/R4/Bot/${botIds.bot}`, 'PUT'],
    [`fhir/R4/Bot/${botIds.bot}/$deploy`, 'POST'],
    [`fhir/R4/ClientApplication/${botIds.partner}`, 'GET'],
  ] as const;

  const body = JSON.stringify({ resourceType: 'Observation', status: 'final', code: { text: 'x' } });
  const statuses = await Promise.all(attempts.map(([path, method]) => send(medplum, path, basic(), body, method)));

  expect(statuses.every((status) => status === 403 || status === 404 || status === 400)).toBe(true);
  expect(statuses.slice(0, 3)).toEqual([403, 403, 403]);
  expect(medplum.stored).toEqual([]);
});

test('[F9] third party, with a wrong secret, is refused', async () => {
  await using medplum = await startRecordedMedplum();
  medplum.addBot();

  expect(await send(medplum, execute, basic('wrong'))).toBe(401);
});

test('[D4] sender without credentials, with a signature, is taken by a Bot that checks it', async () => {
  await using medplum = await startRecordedMedplum();
  medplum.addBot();

  expect(await send(medplum, open, { 'x-signature': signed(result) })).toBe(200);
  expect(medplum.stored).toHaveLength(1);
});

test.each([
  ['no signature', {}],
  ['a signature of another body', { 'x-signature': signed('{}') }],
])('[F9] third party without credentials, with %s, stores nothing', async (_, headers) => {
  await using medplum = await startRecordedMedplum();
  medplum.addBot();

  expect(await send(medplum, open, headers)).toBe(400);
  expect(medplum.stored).toEqual([]);
});
