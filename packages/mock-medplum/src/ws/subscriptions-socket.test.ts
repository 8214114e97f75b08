import type { Bundle, Parameters, Patient, Subscription } from '@medplum/fhirtypes';
import { describe, expect, test, vi } from 'vitest';
import { botIds, botResources } from '#bots/test-bots.ts';
import { ids, clientSecret } from '#project/test-project.ts';
import { basic, bearer, startTestMedplum, type TestMedplum } from '#test-medplum.ts';
import { openSocket, type TestSocket } from './test-socket.ts';

const startWithProject = async (): Promise<TestMedplum> => startTestMedplum({ resources: botResources() });
const admin = basic(ids.admin, clientSecret);
const subscription = {
  resourceType: 'Subscription',
  status: 'active',
  reason: 'test',
  criteria: 'Patient',
  channel: { type: 'websocket' },
};

type Binding = Readonly<{ id: string; token: string; expiration: string; url: string }>;

/** Makes a Subscription and gets a binding token for it, as a client. */
async function subscribe(medplum: TestMedplum, clientId: string, changes: object = {}): Promise<Binding> {
  const headers = bearer(await medplum.clientToken(clientId));
  const { body } = await medplum.postJson('fhir/R4/Subscription', { ...subscription, ...changes }, headers);
  return getBinding(medplum, clientId, (body as Subscription).id ?? '');
}

async function getBinding(medplum: TestMedplum, clientId: string, id: string): Promise<Binding> {
  const headers = bearer(await medplum.clientToken(clientId));
  const { body } = await medplum.send(`fhir/R4/Subscription/${id}/$get-ws-binding-token`, { headers });
  const valueOf = (name: string): string => {
    const found = (body as Parameters).parameter?.find((parameter) => parameter.name === name);
    return found?.valueString ?? found?.valueDateTime ?? found?.valueUrl ?? '';
  };
  return { id, token: valueOf('token'), expiration: valueOf('expiration'), url: valueOf('websocket-url') };
}

/** Opens a socket that is bound. */
async function bind(medplum: TestMedplum, token: string): Promise<TestSocket> {
  const socket = await openSocket(medplum.baseUrl, 'ws/subscriptions-r4');
  const handshake = await socket.ask({ type: 'bind-with-token', payload: { token } });
  expect(handshake).toMatchObject({ entry: [{ resource: { type: 'handshake' } }] });
  return socket;
}

const createPatient = async (medplum: TestMedplum, patient: Partial<Patient>): Promise<Patient> =>
  (await medplum.postJson('fhir/R4/Patient', { resourceType: 'Patient', ...patient }, admin)).body as Patient;

/** What the next message is: events by the resource that they are about. */
async function nextEvent(socket: TestSocket): Promise<unknown> {
  const bundle = (await socket.next()) as unknown as Bundle;
  return bundle.entry?.[1]?.resource ?? bundle;
}

/** Asks for a pong: what it overtakes has not been sent. */
const nothingElse = async (socket: TestSocket): Promise<void> =>
  expect(await socket.ask({ type: 'ping' })).toEqual({ type: 'pong' });

describe('$get-ws-binding-token', () => {
  test('binding token, of a Subscription that one can read, binds to it for an hour', async () => {
    await using medplum = await startWithProject();
    const { id, token, expiration, url } = await subscribe(medplum, botIds.caller);
    expect(expiration).toBe('2026-11-23T23:00:00.250Z');
    expect(url).toBe(`${medplum.baseUrl.replace('http', 'ws')}ws/subscriptions-r4`);
    const [, payload = ''] = token.split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      aud: medplum.baseUrl,
      client_id: botIds.caller,
      sub: botIds.caller,
      username: botIds.caller,
      scope: 'openid',
      profile: `ClientApplication/${botIds.caller}`,
      subscription_id: id,
      membership_id: botIds.caller.replace(/^8/, '9'),
    });
  });

  test('binding token, in a project without the feature or of no Subscription, is refused', async () => {
    await using plain = await startTestMedplum();
    const path = `fhir/R4/Subscription/${ids.nothing}/$get-ws-binding-token`;
    const off = await plain.send(path, { headers: admin });
    expect(off).toMatchObject({
      status: 400,
      body: { issue: [{ details: { text: 'WebSocket subscriptions not enabled for current project' } }] },
    });
    await using medplum = await startWithProject();
    expect(await medplum.send(path, { headers: admin })).toMatchObject({
      status: 400,
      body: { issue: [{ details: { text: 'Error reading subscription: Not found' } }] },
    });
  });
});

describe('/ws/subscriptions-r4', () => {
  test('[L5] message, nested too deep, is passed over, and the socket stays open', async () => {
    await using medplum = await startTestMedplum();
    await using socket = await openSocket(medplum.baseUrl, 'ws/subscriptions-r4');

    socket.send(`{"type":"bind-with-token","payload":{"token":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`);

    expect(await socket.ask({ type: 'ping' })).toEqual({ type: 'pong' });
    expect(medplum.log).toMatchObject([
      { event: 'message not understood', error: expect.stringContaining('nested too deep') },
    ]);
  });

  test('socket, bound, is sent what was made and changed, with all its meta', async () => {
    await using medplum = await startWithProject();
    const { id, token } = await subscribe(medplum, ids.admin);
    await using socket = await openSocket(medplum.baseUrl, 'ws/subscriptions-r4');
    expect(await socket.ask({ type: 'bind-with-token', payload: { token } })).toEqual({
      id: expect.any(String),
      resourceType: 'Bundle',
      type: 'history',
      timestamp: '2026-11-23T22:00:00.250Z',
      entry: [
        {
          resource: {
            resourceType: 'SubscriptionStatus',
            id: expect.any(String),
            status: 'active',
            type: 'handshake',
            subscription: { reference: `Subscription/${id}` },
          },
        },
      ],
    });
    const patient = await createPatient(medplum, { gender: 'male' });
    expect(await socket.next()).toMatchObject({
      type: 'history',
      entry: [
        {
          resource: {
            type: 'event-notification',
            notificationEvent: [{ eventNumber: '0', focus: { reference: `Patient/${patient.id}` } }],
          },
        },
        {
          fullUrl: `${medplum.baseUrl}fhir/R4/Patient/${patient.id}`,
          resource: { id: patient.id, meta: { author: { reference: `ClientApplication/${ids.admin}` } } },
        },
      ],
    });
  });

  test('socket, whose criteria or interactions do not fit, is sent nothing', async () => {
    await using medplum = await startWithProject();
    const url = 'https://medplum.com/fhir/StructureDefinition/subscription-supported-interaction';
    const { token } = await subscribe(medplum, ids.admin, {
      criteria: 'Patient?gender=female',
      extension: [{ url, valueCode: 'update' }],
    });
    await using socket = await bind(medplum, token);
    await createPatient(medplum, { gender: 'male' });
    const patient = await createPatient(medplum, { gender: 'female' });
    await medplum.send(`fhir/R4/Patient/${patient.id}`, {
      method: 'PUT',
      headers: { ...admin, 'content-type': 'application/fhir+json' },
      body: JSON.stringify({ ...patient, active: true }),
    });
    expect(await nextEvent(socket)).toMatchObject({ id: patient.id, active: true });
  });

  test('[B10] socket, of a restricted client, is sent what its policy lets it read and no hidden fields', async () => {
    await using medplum = await startWithProject();
    const { token } = await subscribe(medplum, botIds.caller);
    await using socket = await bind(medplum, token);
    await createPatient(medplum, { gender: 'male' });
    const seen = await createPatient(medplum, { gender: 'female', birthDate: '2000-01-01' });
    const event = await nextEvent(socket);
    expect(event).toMatchObject({ id: seen.id });
    expect(event).not.toHaveProperty('birthDate');
  });

  test('[B10] socket, bound to the Subscription of someone who may read more, gets what it may read itself', async () => {
    await using medplum = await startWithProject();
    const { id } = await subscribe(medplum, ids.admin);
    const { token } = await getBinding(medplum, botIds.caller, id);
    await using socket = await bind(medplum, token);
    await createPatient(medplum, { gender: 'male' });
    const seen = await createPatient(medplum, { gender: 'female' });
    expect(await nextEvent(socket)).toMatchObject({ id: seen.id });
  });

  test('socket, bound to the Subscription of someone who may read less, gets what the author may read', async () => {
    await using medplum = await startWithProject();
    const { id } = await subscribe(medplum, botIds.caller);
    const { token } = await getBinding(medplum, ids.admin, id);
    await using socket = await bind(medplum, token);
    await createPatient(medplum, { gender: 'male' });
    const seen = await createPatient(medplum, { gender: 'female' });
    expect(await nextEvent(socket)).toMatchObject({ id: seen.id });
  });

  test('socket, whose login was revoked or whose token ended, is sent nothing any more', async () => {
    await using medplum = await startWithProject();
    const ended = await subscribe(medplum, ids.admin);
    await using first = await bind(medplum, ended.token);
    medplum.wait(3601);
    const revoked = await subscribe(medplum, ids.admin);
    await using second = await bind(medplum, revoked.token);
    await medplum.send('oauth2/logout', { method: 'POST', headers: bearer(revoked.token) });
    await using good = await bind(medplum, (await subscribe(medplum, ids.admin)).token);
    const patient = await createPatient(medplum, {});
    expect(await nextEvent(good)).toMatchObject({ id: patient.id });
    await nothingElse(first);
    await nothingElse(second);
  });

  test('socket, unbound, is sent nothing any more', async () => {
    await using medplum = await startWithProject();
    const { token } = await subscribe(medplum, ids.admin);
    await using socket = await bind(medplum, token);
    socket.send({ type: 'unbind-from-token', payload: { token } });
    await nothingElse(socket);
    await using good = await bind(medplum, (await subscribe(medplum, ids.admin)).token);
    const patient = await createPatient(medplum, {});
    expect(await nextEvent(good)).toMatchObject({ id: patient.id });
    await nothingElse(socket);
  });

  test('Subscription, of a socket that closed, is gone once no other socket is bound to it', async () => {
    await using medplum = await startWithProject();
    const { id, token } = await subscribe(medplum, ids.admin);
    const { token: other } = await getBinding(medplum, ids.admin, id);
    const first = await bind(medplum, token);
    const second = await bind(medplum, other);
    const isThere = (): boolean => medplum.tenant.store.get('Subscription', id) !== undefined;
    await first[Symbol.asyncDispose]();
    await nothingElse(second);
    expect(isThere()).toBe(true);
    await second[Symbol.asyncDispose]();
    await vi.waitUntil(() => !isThere());
  });

  test('socket, whose token is none or no binding token, is told so', async () => {
    await using medplum = await startWithProject();
    await using socket = await openSocket(medplum.baseUrl, 'ws/subscriptions-r4');
    expect(await socket.ask({ type: 'bind-with-token', payload: { token: 'abc' } })).toEqual({
      resourceType: 'OperationOutcome',
      issue: [
        { severity: 'error', code: 'invalid', details: { text: 'Token failed to validate. Check token expiry.' } },
      ],
    });
    const token = await medplum.clientToken(ids.admin);
    expect(await socket.ask({ type: 'bind-with-token', payload: { token } })).toMatchObject({
      issue: [{ details: { text: expect.stringContaining('Token claims missing subscription_id') } }],
    });
  });

  test('socket, that is sent what nobody understands, stays open and silent', async () => {
    await using medplum = await startWithProject();
    await using socket = await openSocket(medplum.baseUrl, 'ws/subscriptions-r4');
    for (const message of ['not json', 'null', { type: 'nope' }, { type: 'bind-with-token', payload: {} }]) {
      socket.send(message);
    }
    expect(await socket.ask({ type: 'ping' })).toEqual({ type: 'pong' });
  });

  test('transaction, that fails, tells nobody of what it took back', async () => {
    await using medplum = await startWithProject();
    const project = medplum.tenant.store.get('Project', ids.project);
    medplum.tenant.store.put({ ...project, features: [...(project?.features ?? []), 'transaction-bundles'] } as never);
    const { token } = await subscribe(medplum, ids.admin);
    await using socket = await bind(medplum, token);
    const entry = [
      { request: { method: 'POST', url: 'Patient' }, resource: { resourceType: 'Patient' } },
      { request: { method: 'POST', url: 'Patient' }, resource: { resourceType: 'Patient', nonsense: 1 } },
    ];
    const bundle = { resourceType: 'Bundle', type: 'transaction' };
    expect((await medplum.postJson('fhir/R4/', { ...bundle, entry }, admin)).status).toBe(400);
    const patient = await createPatient(medplum, {});
    expect(await nextEvent(socket)).toMatchObject({ id: patient.id });
    await medplum.postJson('fhir/R4/', { ...bundle, entry: entry.slice(0, 1) }, admin);
    expect(await nextEvent(socket)).toMatchObject({ resourceType: 'Patient' });
  });
});
