import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { describeFailure } from '#commands/failure.ts';
import { listen } from '#commands/listen.ts';
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
    const sent = method === 'POST' ? { body: new Uint8Array(content) } : {};
    const response = await fetch(String(url), { method, headers, ...sent });
    return {
      status: response.status,
      challenge: response.headers.get('www-authenticate'),
      text: await response.text(),
    };
  };
  return { ...input, url: String(url), running, post, nowSeconds: input.now() / 1000 };
}

const withBasic = { DEVICE_AGENT_WEBHOOK_PASSWORD: password };
const withToken = { DEVICE_AGENT_WEBHOOK_TOKEN: 'canary-token-of-a-sender' };
const bearer = { authorization: 'bearer canary-token-of-a-sender' };
const withSignature = { DEVICE_AGENT_WEBHOOK_SIGNING_SECRET: signingSecret };

test('[D4] webhook, given a message with the right Basic credentials, queues and acknowledges it', async () => {
  const { post, taken } = await setUp(withBasic);

  const { status, text } = await post(basic);

  expect([status, text.split('\r')[1]]).toEqual([200, 'MSA|AA|M1|']);
  expect(taken()).toMatchObject([{ controlId: 'M1', channel: 'webhook' }]);
});

test('[D4] webhook, given a message with the right token, in a FHIR Binary, queues its bytes', async () => {
  const { post, taken } = await setUp(withToken);
  const binary = { resourceType: 'Binary', contentType: 'x-application/hl7-v2+er7', data: body.toString('base64') };
  const json = { ...bearer, 'content-type': 'application/fhir+json' };

  const { status } = await post(json, Buffer.from(JSON.stringify(binary)));
  const others = ['{"a":1}', 'null', 'no JSON'].map(async (text) => post(json, Buffer.from(text)));

  expect([status, taken().length]).toEqual([200, 1]);
  expect((await Promise.all(others)).map((answer) => answer.status)).toEqual([422, 422, 422]);
});

test.each([
  ['Basic in place of a token', basic],
  ['the beginning of the token', { authorization: 'Bearer canary-token-of-a-sende' }],
])('[F9] webhook, that wants a token, given %s, takes nothing', async (_, headers) => {
  const { post, taken } = await setUp(withToken);

  expect(await post(headers)).toMatchObject({ status: 401, challenge: 'Bearer realm="device-agent"' });
  expect(taken()).toEqual([]);
});

test.each([
  ['no credentials', {}],
  ['a wrong password', { authorization: `Basic ${Buffer.from('webhook:x').toString('base64')}` }],
  ['another name', { authorization: `Basic ${Buffer.from(`x:${password}`).toString('base64')}` }],
  ['the right credentials under another scheme', { authorization: basic.authorization.replace('Basic', 'Bearer') }],
])('[F9] webhook, given %s, takes nothing, asks for Basic and logs no secret', async (_, headers) => {
  const { post, taken, log } = await setUp(withBasic);

  const { text, ...answer } = await post(headers);

  expect(answer).toEqual({ status: 401, challenge: 'Basic realm="device-agent"' });
  expect(taken()).toEqual([]);
  expect(log.warn.mock.calls[0]?.[0]).toBe('webhook refused');
  expect(text).toContain(log.warn.mock.calls[0]?.[1]?.['problem']);
  expect(JSON.stringify(log.warn.mock.calls)).not.toContain('canary');
});

test('[D4] webhook, given a message that is signed, queues it', async () => {
  const { post, nowSeconds } = await setUp(withSignature);

  expect((await post(sign(Math.floor(nowSeconds) - 299))).status).toBe(200);
});

test.each([0, 300])('[F9] webhook, given a request signed %i s ago twice, takes it once', async (age) => {
  const { post, nowSeconds, taken } = await setUp(withSignature);
  const headers = sign(Math.floor(nowSeconds) - age);
  await post(headers);

  expect(await post(headers)).toMatchObject({ status: 401, text: 'Refused: the signature was used before\n' });
  expect(taken()).toHaveLength(1);
});

test('[F9] [F10] webhook, whose signed message could not be stored, takes the same request later', async () => {
  let isFull = true;
  const { post, nowSeconds } = await setUp(withSignature, () => {
    if (isFull) {
      throw new Error('database or disk is full');
    }
    return 'added';
  });
  const headers = sign(Math.floor(nowSeconds));
  expect((await post(headers)).status).toBe(503);
  isFull = false;

  expect((await post(headers)).status).toBe(200);
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
  [
    'has something after it',
    (now: number) => ({ 'x-signature': `${sign(now)['x-signature'] ?? ''},v2=0` }),
    /wrong or missing/,
  ],
  ['has something before it', (now: number) => ({ 'x-signature': `v0=0,${sign(now)['x-signature'] ?? ''}` }), /wrong/],
  ['is six minutes old', (now: number) => sign(now - 360), /too old/],
  ['is of the future', (now: number) => sign(now + 360), /too old/],
])('[F9] webhook, when the signature %s, takes nothing', async (_, headersAt, problem) => {
  const { post, nowSeconds, taken } = await setUp(withSignature);

  const { status, text } = await post(headersAt(Math.floor(nowSeconds)));

  expect([status, text]).toEqual([401, expect.stringMatching(problem)]);
  expect(taken()).toEqual([]);
});

test('[F10] webhook, given a message that wants no acknowledgment, says that it was not stored', async () => {
  const { post } = await setUp(withBasic, () => {
    throw new Error('database or disk is full');
  });
  const silent = Buffer.from(body.toString().replace('|2.5.1||||||', '|2.5.1|||NE|NE||'));

  expect((await post(basic, silent)).status).toBe(503);
});

test('[D4] [F10] webhook, tells a mistake in the message from a queue that cannot store it', async () => {
  const full = await setUp(withBasic, () => {
    throw new Error('database or disk is full');
  });
  const { post } = await setUp(withBasic);

  expect((await post(basic, Buffer.from('no HL7'))).status).toBe(422);
  expect((await full.post(basic)).status).toBe(503);
});

test('[D4] [L2] webhook, given a message of 1 MiB, reads it, and refuses one byte more', async () => {
  const { post, taken } = await setUp(withBasic);
  const json = { ...basic, 'content-type': 'application/json' };
  const status = async (headers: Record<string, string>, bytes: number) =>
    (await post(headers, Buffer.alloc(bytes, ' '))).status;

  expect([await status(basic, 1_048_576), await status(basic, 1_048_577)]).toEqual([422, 413]);
  expect([await status(json, 1_572_864), await status(json, 1_572_865)]).toEqual([422, 413]);
  expect(await status({ ...basic, 'x-filler': 'a'.repeat(9000) }, 1)).toBe(431);
  expect(taken()).toEqual([]);
});

test('[F11] webhook, on a message that breaks the program, ends the request and takes the next one', async () => {
  const { context, log } = createTestInput();
  let isBroken = true;
  const message: typeof context.receive.message = (...args) => {
    if (isBroken) {
      throw new TypeError('a fault of the program');
    }
    return context.receive.message(...args);
  };
  const part = webhook.read({ DEVICE_AGENT_WEBHOOK_PORT: '0', ...withBasic });
  const running = part?.input?.({ ...context, receive: { ...context.receive, message } });
  const { webhook: url } = (await running?.start()) ?? {};
  onTestFinished(async () => running?.stop());
  const post = async () => fetch(String(url), { method: 'POST', headers: basic, body: new Uint8Array(body) });

  await expect(post()).rejects.toThrow('fetch failed');
  expect(log.warn.mock.calls).toEqual([['webhook failed', { problem: 'TypeError' }]]);
  isBroken = false;

  expect((await post()).status).toBe(200);
});

test('[D4] webhook, told to stop while a request is under way, ends it and lets nobody in', async () => {
  const { url, running } = await setUp(withBasic);
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write('POST /hl7 HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 9\r\n\r\nMSH');
  await once(
    socket.on('error', () => undefined),
    'connect',
  );
  const closed = new Promise((resolve) => void socket.once('close', resolve));

  await running?.stop();

  await closed;
  await expect(fetch(url)).rejects.toThrow('fetch failed');
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

test('[L1] webhook, asked by a page at its own address, takes nothing and names the setting', async () => {
  const { post, url, taken } = await setUp(withBasic);

  const { status, text } = await post({ ...basic, origin: new URL(url).origin });

  expect([status, text]).toEqual([403, expect.stringContaining('DEVICE_AGENT_WEBHOOK_HOSTS')]);
  expect(taken()).toEqual([]);
});

test('[L1] webhook, asked under a name that a stranger leads to this machine, takes nothing', async () => {
  const { url, taken } = await setUp({ ...withBasic, DEVICE_AGENT_WEBHOOK_HOSTS: 'lab.example' });
  const ask = async (host: string): Promise<unknown> => {
    const sent = request(url, { method: 'POST', headers: { ...basic, host } }).end(body);
    const [response] = (await once(sent, 'response')) as [{ statusCode: number; resume: () => void }];
    response.resume();
    return response.statusCode;
  };

  expect(await ask('evil.example')).toBe(403);
  expect(taken()).toEqual([]);
  expect(await ask('lab.example')).toBe(200);
});

test('[D4] webhook, given a Binary as plain JSON with its character set, queues its bytes', async () => {
  const { post, taken } = await setUp(withToken);
  const binary = JSON.stringify({ resourceType: 'Binary', data: body.toString('base64') });

  for (const type of ['application/json', 'Application/FHIR+JSON; charset=utf-8']) {
    expect((await post({ ...bearer, 'content-type': type }, Buffer.from(binary))).status).toBe(200);
  }
  expect((await post({ ...bearer, 'content-type': 'text/x-application/json' }, Buffer.from(binary))).status).toBe(422);
  expect(taken()).toHaveLength(2);
});

test('[D4] webhook, given JSON that is another resource, or whose data is no text, says so', async () => {
  const { post, taken } = await setUp(withToken);
  const json = { ...bearer, 'content-type': 'application/json' };
  const data = body.toString('base64');

  for (const resource of [
    { resourceType: 'Media', data },
    { resourceType: 'Binary', data: [data] },
  ]) {
    const { status, text } = await post(json, Buffer.from(JSON.stringify(resource)));
    expect([status, text]).toEqual([422, 'JSON must be a FHIR Binary, with the HL7 message in data\n']);
  }
  expect(taken()).toEqual([]);
});

test('[D4] webhook, whose answer is HL7, says so, and lets nobody keep it or take it for something else', async () => {
  const { url } = await setUp(withBasic);

  const { headers } = await fetch(url, { method: 'POST', headers: basic, body: new Uint8Array(body) });

  expect(headers.get('content-type')).toBe('x-application/hl7-v2+er7');
  expect([headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual(['no-store', 'nosniff']);
});

test('[D4] webhook, asked at another address, or with more words than credentials, takes nothing', async () => {
  const { url, taken } = await setUp(withBasic);
  const post = async (to: string, headers: Record<string, string>) =>
    (await fetch(to, { method: 'POST', headers, body: new Uint8Array(body) })).status;

  expect([await post(`${url}/other`, basic), await post(`${url}?a=1`, basic)]).toEqual([404, 404]);
  expect(await post(url, { authorization: basic.authorization.replace('Basic ', '') })).toBe(401);
  expect(taken()).toEqual([]);
  expect(await post(url, { authorization: basic.authorization.replace('Basic ', 'basic  ') })).toBe(200);
});

test('[D4] webhook, with a user of its own, takes that one', async () => {
  const { post } = await setUp({ ...withBasic, DEVICE_AGENT_WEBHOOK_USER: 'lis' });
  const lis = { authorization: `Basic ${Buffer.from(`lis:${password}`).toString('base64')}` };

  expect([(await post(lis)).status, (await post(basic)).status]).toEqual([200, 401]);
});

test.each([withBasic, withToken, withSignature])('[F13] webhook, with %o, has the log mask its secret', (env) => {
  expect(webhook.read({ DEVICE_AGENT_WEBHOOK_PORT: '0', ...env })?.secrets).toEqual(Object.values(env));
});

test('[D4] webhook, unless it has a port, is not there', () => {
  expect([webhook.read({ ...withBasic }), webhook.read({})]).toEqual([undefined, undefined]);
});

test.each([
  [{ ...withBasic, DEVICE_AGENT_WEBHOOK_USER: 'a:b' }, 'ASCII without a colon'],
  [{ ...withBasic, DEVICE_AGENT_WEBHOOK_USER: 'a b' }, 'ASCII without a colon'],
  [{ DEVICE_AGENT_WEBHOOK_TOKEN: '\u00fcmlaut-before-a-long-canary' }, 'at least 16 characters'],
  [{ DEVICE_AGENT_WEBHOOK_TOKEN: 'a-long-canary-before-an-\u00fcmlaut' }, 'at least 16 characters'],
  [{ DEVICE_AGENT_WEBHOOK_TOKEN: 'canary-15-chars' }, 'at least 16 characters'],
  [{ DEVICE_AGENT_WEBHOOK_TOKEN: 'canary of several words' }, 'at least 16 characters'],
  [{}, 'needs one of'],
  [{ ...withBasic, ...withSignature }, 'needs one of'],
  [{ DEVICE_AGENT_WEBHOOK_PASSWORD: 'short-canary' }, 'at least 16 characters'],
])('[F13] webhook, with settings %o, does not start and shows no secret', (env, problem) => {
  const read = (): unknown => webhook.read({ DEVICE_AGENT_WEBHOOK_PORT: '0', ...env });

  expect(read).toThrow(problem);
  expect(read).not.toThrow('canary');
});

test('webhook, on a port that is taken, names the variable to change and ends with 69', async () => {
  const other = createServer();
  onTestFinished(() => void other.close());
  const port = await listen(other, { port: 0, variable: '' });
  const env = { DEVICE_AGENT_WEBHOOK_PORT: String(port), ...withToken };
  const input = webhook.read(env)?.input?.(createTestInput().context);

  const failure = await input?.start().catch(describeFailure);

  expect(failure).toEqual({
    exitCode: 69,
    line: `device-agent: Port ${port} is taken: stop what uses it, or set DEVICE_AGENT_WEBHOOK_PORT\n`,
  });
});
