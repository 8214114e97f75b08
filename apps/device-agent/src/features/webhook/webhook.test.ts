import { createHmac } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { glucose, resultMessage } from '#test/hl7-text.ts';
import { createTestInput } from '#test/input.ts';
import { webhook } from './feature.ts';

const password = 'canary-password-of-a-sender';
const signingSecret = 'canary-secret-that-signs';
const basic = { authorization: `Basic ${Buffer.from(`webhook:${password}`).toString('base64')}` };
const body = resultMessage([glucose]);

function sign(seconds: number, content: Buffer = body, secret = signingSecret): Record<string, string> {
  const v1 = createHmac('sha256', secret).update(`${seconds}.`).update(content).digest('hex');
  return { 'x-signature': `t=${seconds},v1=${v1}` };
}

async function setUp(env: Record<string, string>, verdict?: () => 'added') {
  const input = createTestInput(verdict);
  const part = webhook.read({ DEVICE_AGENT_WEBHOOK_PORT: '0', ...env });
  const running = part?.input?.(input.context);
  const { webhook: url } = (await running?.start()) ?? {};
  onTestFinished(async () => running?.stop());
  const post = async (headers: Record<string, string>, content: Buffer = body, method = 'POST') => {
    const response = await fetch(String(url), {
      method,
      headers,
      ...(method === 'POST' && { body: new Uint8Array(content) }),
    });
    return {
      status: response.status,
      challenge: response.headers.get('www-authenticate'),
      text: await response.text(),
    };
  };
  return { ...input, post, nowSeconds: input.now() / 1000 };
}

const withBasic = { DEVICE_AGENT_WEBHOOK_PASSWORD: password };
const withSignature = { DEVICE_AGENT_WEBHOOK_SIGNING_SECRET: signingSecret };

test('[D4] webhook, given a message with Basic credentials, queues and acknowledges it', async () => {
  const { post, taken } = await setUp(withBasic);

  const { status, text } = await post(basic);

  expect([status, text.split('\r')[1]]).toEqual([200, 'MSA|AA|M1|']);
  expect(taken()).toMatchObject([{ controlId: 'M1', channel: 'webhook' }]);
});

test.each([
  ['no credentials', {}],
  ['a wrong password', { authorization: `Basic ${Buffer.from('webhook:x').toString('base64')}` }],
  ['another name', { authorization: `Basic ${Buffer.from(`x:${password}`).toString('base64')}` }],
])('[F9] webhook, given %s, takes nothing, asks for Basic and logs no secret', async (_, headers) => {
  const { post, taken, log } = await setUp(withBasic);

  expect(await post(headers)).toMatchObject({ status: 401, challenge: 'Basic realm="device-agent"' });
  expect(taken()).toEqual([]);
  expect(JSON.stringify(log.warn.mock.calls)).not.toContain('canary');
});

test('[D4] webhook, given a message that is signed, queues it', async () => {
  const { post, nowSeconds } = await setUp(withSignature);

  expect((await post(sign(Math.floor(nowSeconds) - 299))).status).toBe(200);
});

test('[F9] webhook, given the same signed request again, refuses it', async () => {
  const { post, nowSeconds, taken } = await setUp(withSignature);
  const headers = sign(Math.floor(nowSeconds));
  await post(headers);

  expect(await post(headers)).toMatchObject({ status: 401, text: 'Refused: the signature was used before\n' });
  expect(taken()).toHaveLength(1);
});

test.each([
  ['is missing', () => ({}), /wrong or missing/],
  ['is of another secret', (now: number) => sign(now, body, 'another secret of theirs'), /wrong or missing/],
  ['is of another body', (now: number) => sign(now, Buffer.from('MSH')), /wrong or missing/],
  [
    'is of another time',
    (now: number) => ({ 'x-signature': sign(now)['x-signature']?.replace(`t=${now}`, `t=${now + 1}`) ?? '' }),
    /wrong or missing/,
  ],
  ['is six minutes old', (now: number) => sign(now - 360), /too old/],
  ['is of the future', (now: number) => sign(now + 360), /too old/],
])('[F9] webhook, when the signature %s, takes nothing', async (_, headersAt, problem) => {
  const { post, nowSeconds, taken } = await setUp(withSignature);

  const { status, text } = await post(headersAt(Math.floor(nowSeconds)));

  expect([status, text]).toEqual([401, expect.stringMatching(problem)]);
  expect(taken()).toEqual([]);
});

test('[D4] [F10] webhook, tells a mistake in the message from a queue that cannot store it', async () => {
  const full = await setUp(withBasic, () => {
    throw new Error('database or disk is full');
  });
  const { post } = await setUp(withBasic);

  expect((await post(basic, Buffer.from('no HL7'))).status).toBe(422);
  expect((await full.post(basic)).status).toBe(503);
  expect((await post(basic, Buffer.alloc(1_100_000))).status).toBe(413);
});

test.each([
  ['a page of another site', { ...basic, origin: 'https://evil.example' }, 'POST', 403],
  ['a browser', { ...basic, 'sec-fetch-site': 'none' }, 'POST', 403],
  ['a GET', basic, 'GET', 404],
])('[L1] webhook, asked by %s, takes nothing', async (_, headers, method, expected) => {
  const { post, taken } = await setUp(withBasic);

  expect((await post(headers, body, method)).status).toBe(expected);
  expect(taken()).toEqual([]);
});

test.each([
  [{}, 'needs one of'],
  [{ ...withBasic, ...withSignature }, 'needs one of'],
  [{ DEVICE_AGENT_WEBHOOK_PASSWORD: 'short-canary' }, 'at least 16 characters'],
])('[F13] webhook, with settings %o, does not start and shows no secret', (env, problem) => {
  const read = (): unknown => webhook.read({ DEVICE_AGENT_WEBHOOK_PORT: '0', ...env });

  expect(read).toThrow(problem);
  expect(read).not.toThrow('canary');
});
