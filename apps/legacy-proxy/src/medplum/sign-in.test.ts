import { expect, onTestFinished, test, vi, type Mock } from 'vitest';
import { addNote } from '#fhir/add-note.ts';
import { clientId, clientSecret, outcome, startRecordedMedplum, type RecordedMedplum } from '#test/recorded-medplum.ts';
import { createMedplumSession, type MedplumSession } from './sign-in.ts';

const hourMs = 3_600_000;
const coolDownMs = 7_000;

type Setup = Readonly<{
  medplum: RecordedMedplum;
  session: MedplumSession;
  clock: { now: number };
  lost: Mock<() => void>;
}>;

async function setUp(random = 0): Promise<Setup> {
  const medplum = await startRecordedMedplum();
  onTestFinished(medplum.close);
  const clock = { now: 0 };
  const lost = vi.fn<() => void>();
  const settings = { baseUrl: medplum.url, clientId, clientSecret, refreshGraceSeconds: 300 };
  const session = createMedplumSession({
    settings,
    now: () => clock.now,
    coolDownMs,
    timeoutMs: 60_000,
    random: () => random,
    onTokenLost: lost,
  });
  return { medplum, session, clock, lost };
}

function read(session: MedplumSession): Promise<unknown> {
  return session.withClient((client) =>
    client.searchResources('Patient', 'identifier=https://clinic.example/mrn|RC-1001'),
  );
}

function moveTime(ms: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
  onTestFinished(() => void vi.useRealTimers());
}

const isToken = ({ path }: { path: string }): boolean => path === '/oauth2/token';
const isFhir = ({ path }: { path: string }): boolean => path.startsWith('/fhir/');

test('[S1] Medplum session, for the first 50 callers at once, signs in once', async () => {
  const { medplum, session } = await setUp();

  await Promise.all(Array.from({ length: 50 }, () => read(session)));
  await read(session);

  expect(medplum.tokenRequests()).toBe(1);
  expect(session.status()).toMatchObject({ clientId, signIns: 1 });
});

test('[P7] Medplum session, when 200 callers find the token expired, renews it once and serves them all', async () => {
  const { medplum, session } = await setUp();
  await read(session);
  moveTime(2 * hourMs);

  const answers = await Promise.all(Array.from({ length: 200 }, () => read(session)));

  expect(answers).toHaveLength(200);
  expect(medplum.tokenRequests()).toBe(2);
});

test('[P7] Medplum session, when the token endpoint is down, fails for all callers and waits a while', async () => {
  const { medplum, session, clock } = await setUp();
  medplum.faults.push((request) => (isToken(request) ? { status: 503, body: {} } : undefined));

  const storm = await Promise.allSettled(Array.from({ length: 200 }, () => read(session)));
  const later = await Promise.allSettled([read(session), read(session)]);

  expect([...storm, ...later]).toEqual(
    Array.from({ length: 202 }, () => ({
      status: 'rejected',
      reason: expect.objectContaining({ code: 'unreachable' }),
    })),
  );
  expect(medplum.seen).toHaveLength(1);

  medplum.faults.length = 0;
  clock.now += coolDownMs;
  await read(session);
  expect(medplum.tokenRequests()).toBe(2);
});

test('[P7] Medplum session, when the token expires during an outage, tries once for all callers', async () => {
  const { medplum, session } = await setUp();
  await read(session);
  moveTime(2 * hourMs);
  medplum.faults.push((request) => (isToken(request) ? { status: 503, body: {} } : undefined));

  const storm = await Promise.allSettled(Array.from({ length: 200 }, () => read(session)));
  const later = await Promise.allSettled([read(session), read(session)]);

  expect([...storm, ...later].filter(({ status }) => status === 'fulfilled')).toEqual([]);
  expect(medplum.tokenRequests()).toBe(2);
});

test('[P7] Medplum session, when sign-ins are limited, says busy and waits as long as it is asked to', async () => {
  const { medplum, session, clock } = await setUp();
  const limited = { ...outcome(429, 'too-many-requests'), headers: { RateLimit: '"requests";r=0;t=42' } };
  medplum.faults.push((request) => (isToken(request) ? limited : undefined));

  const message = 'Medplum limits sign-ins and asks this server to wait';
  await expect(read(session)).rejects.toMatchObject({ code: 'busy', message });
  clock.now += 41_000;
  await expect(read(session)).rejects.toMatchObject({ code: 'busy' });
  expect(medplum.tokenRequests()).toBe(1);
  clock.now += 1000;
  await expect(read(session)).rejects.toMatchObject({ code: 'busy' });
  expect(medplum.tokenRequests()).toBe(2);
});

test('[S1] Medplum session, when it cannot renew a token early, goes on with the one that it has', async () => {
  const { medplum, session } = await setUp();
  await read(session);
  moveTime(56 * 60_000);
  medplum.faults.push((request) => (isToken(request) ? { status: 503, body: {} } : undefined));

  const answers = await Promise.all(Array.from({ length: 20 }, () => read(session)));

  expect(answers).toHaveLength(20);
  expect(medplum.tokenRequests()).toBe(2);
  await vi.waitFor(() => expect(session.status()).toMatchObject({ isSignedIn: true, failure: 'unreachable' }));
});

test('[S1] Medplum session, shortly before the end of a token, renews it and makes nobody wait', async () => {
  const { medplum, session } = await setUp();
  await read(session);
  moveTime(56 * 60_000);

  await read(session);

  await vi.waitFor(() => expect(session.status().signIns).toBe(2));
  await read(session);
  expect(medplum.tokenRequests()).toBe(2);
});

test.each([
  ['RateLimit', '"requests";r=0;t=30'],
  ['Retry-After', '30'],
])('[P7] Medplum session, when FHIR answers 429 with %s, asks nothing until then', async (name, value) => {
  const { medplum, session, clock } = await setUp(0.5);
  await read(session);
  const limited = { ...outcome(429, 'too-many-requests'), headers: { [name]: value } };
  medplum.faults.push((request) => (isFhir(request) ? limited : undefined));
  await expect(read(session)).rejects.toMatchObject({ code: 'busy', retryAfterMs: 30_000 });
  medplum.faults.length = 0;
  const asked = medplum.seen.length;

  // Half of a fifth longer: not all servers come back at once.
  clock.now += 32_999;
  await expect(read(session)).rejects.toMatchObject({ code: 'busy', retryAfterMs: 1 });
  expect(medplum.seen).toHaveLength(asked);
  clock.now += 1;
  await expect(read(session)).resolves.toHaveLength(1);
});

test('[P8] Medplum session, when a token is refused before its time, gets a new one and asks once more', async () => {
  const { medplum, session } = await setUp();
  await read(session);
  medplum.revokeTokens();

  const answer = await read(session);

  expect(answer).toHaveLength(1);
  expect(medplum.tokenRequests()).toBe(2);
  expect(medplum.seen.filter(isFhir)).toHaveLength(3);
});

test('[P8] Medplum session, when the new token is refused as well, stops there and says so', async () => {
  const { medplum, session, lost } = await setUp();
  medplum.faults.push((request) => (isFhir(request) ? outcome(401, 'unauthorized') : undefined));

  await expect(read(session)).rejects.toMatchObject({ code: 'sign_in_refused' });

  expect(medplum.tokenRequests()).toBe(2);
  expect(medplum.seen.filter(isFhir)).toHaveLength(2);
  expect(lost).toHaveBeenCalledOnce();
});

test('[S1] Medplum session, when a token was lost, signs in again at the next use', async () => {
  const { medplum, session } = await setUp();
  medplum.faults.push((request) => (isFhir(request) ? outcome(401, 'unauthorized') : undefined));
  await expect(read(session)).rejects.toMatchObject({ code: 'sign_in_refused' });
  medplum.faults.length = 0;

  await expect(read(session)).resolves.toHaveLength(1);
});

test('[P8] note, when Medplum fails half way, is sent once, and its form sent again makes one note', async () => {
  const { medplum, session } = await setUp();
  let failures = 1;
  medplum.faults.push(({ method }) => {
    const isLost = method === 'POST' && medplum.notes().length > 0 && failures-- > 0;
    return isLost ? outcome(500, 'exception') : undefined;
  });
  const draft = {
    patientId: 'p',
    text: 'x',
    author: 'Kim',
    formId: '7d9c3a52-0000-4000-8000-000000000000',
    at: '2026-09-15T10:00:00Z',
  };
  const send = (): Promise<unknown> => session.withClient((client) => addNote(client, draft, 'r'));

  await send();
  await expect(send()).rejects.toMatchObject({ code: 'failed' });
  const postsAfterFailure = medplum.seen.filter(({ method, path }) => method === 'POST' && isFhir({ path })).length;
  await send();

  expect(postsAfterFailure).toBe(2);
  expect(medplum.notes()).toHaveLength(1);
});

test('[P8] request with the token, when it is refused, is sent once more with a new one and no third time', async () => {
  const { medplum, session } = await setUp();
  const url = `${medplum.url}fhir/R4/Patient?identifier=RC-1001`;
  await session.fetch(url);
  medplum.revokeTokens();

  const renewed = await Promise.all([session.fetch(url), session.fetch(url)]);
  medplum.faults.push((request) => (isFhir(request) ? outcome(401, 'unauthorized') : undefined));
  const refused = await session.fetch(url);

  expect([...renewed, refused].map(({ status }) => status)).toEqual([200, 200, 401]);
  expect(medplum.tokenRequests()).toBe(3);
  expect(medplum.seen.filter(isFhir)).toHaveLength(1 + 4 + 2);
});

test('Medplum session, when Medplum accepts but never answers, gives up', async () => {
  const settings = { baseUrl: 'http://127.0.0.1:9/', clientId, clientSecret, refreshGraceSeconds: 300 };
  const silence = (_url: string, init?: RequestInit): Promise<Response> =>
    new Promise((_resolve, reject) =>
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error)),
    );
  const session = createMedplumSession({ settings, fetch: silence, timeoutMs: 1 });

  await expect(read(session)).rejects.toMatchObject({ code: 'unreachable' });
});

test('[S1] Medplum session, with a token, tells its life and nothing else of it', async () => {
  const { session } = await setUp();
  expect(session.status()).toEqual({ clientId, signIns: 0, isSignedIn: false });

  await read(session);
  const { token, isSignedIn } = session.status();

  expect(isSignedIn).toBe(true);
  expect((token?.expiresAtMs ?? 0) - (token?.issuedAtMs ?? 0)).toBe(hourMs);
  expect(Math.abs(Date.now() - (token?.issuedAtMs ?? 0))).toBeLessThan(hourMs / 2);
});

test('[P8] token, that another caller has replaced already, is no reason for one more', async () => {
  const { medplum, session } = await setUp();
  const first = await session.accessToken();

  const [second, third] = [await session.accessToken(first), await session.accessToken(first)];

  expect(second).not.toBe(first);
  expect(third).toBe(second);
  expect(medplum.tokenRequests()).toBe(2);
});

test('Medplum session, whose sign-in fails, hands no token out and says why', async () => {
  const { medplum, session } = await setUp();
  medplum.faults.push((request) => (isToken(request) ? { status: 500, body: {} } : undefined));

  await expect(session.accessToken()).rejects.toMatchObject({
    code: 'unreachable',
    message: "Medplum's token endpoint answered 500",
  });
});

test.each([
  ['Invalid secret', { error: 'invalid_request', error_description: 'Invalid secret' }],
  ['status 400', 'no JSON object'],
])('Medplum session, when its secret is refused (%s), says why and never says the secret', async (reason, body) => {
  const { medplum, session } = await setUp();
  medplum.faults.push((request) => (isToken(request) ? { status: 400, body } : undefined));

  await expect(read(session)).rejects.toMatchObject({
    code: 'sign_in_refused',
    message: `Medplum refused this server's sign-in: ${reason}`,
  });
});
