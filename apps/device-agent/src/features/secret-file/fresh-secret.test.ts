import { expect, test, vi } from 'vitest';
import { withFreshSecret } from './fresh-secret.ts';

const url = 'http://medplum.test/oauth2/token';
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const basic = (secret: string) => `Basic ${Buffer.from(`client:${secret}`).toString('base64')}`;
const token = (secret: string): RequestInit => ({ headers: form, body: `client_id=c&client_secret=${secret}` });

/** Medplum that takes one secret, and a file that holds another one than the agent began with. */
function setUp({ good = 'new', file = 'new', status = 401 } = {}) {
  const sent: string[] = [];
  const server = vi.fn<typeof fetch>(async (_, init) => {
    const carried = `${(init?.body ?? '') as string} ${new Headers(init?.headers).get('authorization')}`;
    sent.push(carried);
    const isGood = carried.includes(`client_secret=${good}`) || carried.includes(basic(good));
    return new Response('{}', { status: isGood ? 200 : status });
  });
  const read = vi.fn<() => string>(() => file);
  return { sent, read, fresh: withFreshSecret(server, { first: 'old', read }) };
}

test.each([400, 401])(
  '[D7] sign-in with an old secret, refused with %i, is tried again with the newer one',
  async (status) => {
    const { fresh, sent } = setUp({ status });

    expect((await fresh(url, token('old'))).status).toBe(200);
    expect(sent).toEqual(['client_id=c&client_secret=old null', 'client_id=c&client_secret=new null']);
    expect((await fresh(url, token('old'))).status).toBe(200);
    expect(sent).toHaveLength(3);
  },
);

test('[D7] requests with Basic, under way together when the secret changes, all come through', async () => {
  const { fresh } = setUp();

  const answers = await Promise.all(
    [1, 2, 3].map(async () => fresh(url, { headers: { authorization: basic('old') }, method: 'GET' })),
  );

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
});

test.each([403, 500, 503])('[D7] sign-in that is answered %i, leaves the file alone', async (status) => {
  const { fresh, read } = setUp({ status });

  expect((await fresh(url, token('old'))).status).toBe(status);
  expect(read).not.toHaveBeenCalled();
});

test.each<[string, RequestInit | undefined]>([
  ['a token', { headers: { authorization: 'Bearer old' } }],
  ['a token that could be credentials', { headers: { authorization: basic('old').replace('Basic', 'Bearer') } }],
  ['credentials of another secret', { headers: { authorization: basic('other') } }],
  ['a form that is no text', { headers: form, body: new URLSearchParams({ client_secret: 'old' }) }],
  ['text that looks like a form', { body: 'client_secret=old' }],
  ['a result that speaks of it', { headers: { 'content-type': 'application/fhir+json' }, body: 'client_secret=old' }],
  ['another secret', token('other')],
  ['nothing', undefined],
])('[F13] request with %s, goes out once and as it is', async (_, init) => {
  const { fresh, sent, read } = setUp();

  await fresh(url, init);

  expect([sent.length, read.mock.calls.length]).toEqual([1, 0]);
  expect(sent[0]).not.toContain('new');
});

test('[D7] answer that refuses a secret, is let go, so that its connection is free for the next request', async () => {
  const cancel = vi.fn<() => void>();
  const answers = [new Response(new ReadableStream({ cancel }), { status: 401 }), new Response('{}')];
  const server = vi.fn<typeof fetch>(async () => answers.shift() ?? Response.error());
  const fresh = withFreshSecret(server, { first: 'old', read: () => 'new' });

  expect((await fresh(url, token('old'))).status).toBe(200);
  expect(cancel).toHaveBeenCalledOnce();
});

test('[D7] secret that cannot be read just now, leaves the refusal as it is, and is read at the next one', async () => {
  const { fresh, read, sent } = setUp();
  read.mockImplementationOnce(() => {
    throw new Error('the file is being replaced');
  });

  expect((await fresh(url, token('old'))).status).toBe(401);
  expect((await fresh(url, token('old'))).status).toBe(200);
  expect(sent).toHaveLength(3);
});

test('[D7] secret that the file does not change, is sent once', async () => {
  const { fresh, sent } = setUp({ file: 'old' });

  expect((await fresh(url, token('old'))).status).toBe(401);
  expect(sent).toHaveLength(1);
});
