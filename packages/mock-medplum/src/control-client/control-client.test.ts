import { describe, expect, test } from 'vitest';
import { ids } from '#project/test-project.ts';
import { startTestMedplum } from '#test-medplum.ts';
import { createControlClient } from './control-client.ts';
import { ControlError } from './control-error.ts';

describe('[M5] control client', () => {
  test('client, of a tenant that it made, steers that tenant', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const root = createControlClient(medplum.baseUrl);
    const mine = await root.tenants.create({ name: 'mine' });

    await mine.clock.freeze();
    await mine.clock.move(90);
    await mine.faults.add({ fault: 'status', status: 500, times: 1 });
    await mine.snapshot('now');
    const session = await mine.makeSession({ user: 'paula@example.com' });
    await mine.revokeLogins({ login: session.login });

    expect(mine.baseUrl).toBe(`${medplum.baseUrl}t/mine/`);
    expect(await mine.clock.read()).toEqual({ now: '2026-11-23T22:01:30.250Z', frozen: true });
    expect(await mine.faults.list()).toMatchObject([{ fault: 'status', times: 1 }]);
    expect(await mine.listLogins()).toMatchObject([{ id: session.login, revoked: true }]);
    await mine.restore('now');
    expect(await mine.listLogins()).toEqual([]);
    expect(await root.listLogins()).toEqual([]);
    await root.tenants.close('mine');
    expect(await root.tenants.list()).toHaveLength(1);
  });

  test('client, that makes a tenant with settings, keeps them over a reset, and the root has its own', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const settings = { rateLimits: { login: 1 }, registerEnabled: false };
    const mine = await createControlClient(medplum.baseUrl).tenants.create({ name: 'mine', settings });
    const person = { firstName: 'A', lastName: 'B', email: 'a@b.example', password: 'long-enough', projectId: 'new' };

    for (let round = 1; round <= 2; round += 1) {
      expect(await medplum.postJson('t/mine/auth/newuser', person)).toMatchObject({
        status: 400,
        body: { issue: [{ details: { text: 'Registration is disabled' } }] },
      });
      expect(await medplum.postJson('t/mine/auth/newuser', person)).toMatchObject({ status: 429 });
      await mine.reset();
    }
    expect(await medplum.postJson('auth/newuser', person)).toMatchObject({ status: 200 });
  });

  test('client, that wishes for a setting that a tenant does not have, is refused by its name', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const { tenants } = createControlClient(medplum.baseUrl);

    await expect(tenants.create({ settings: { outboundTimeoutMs: 1 } as object })).rejects.toThrow('outboundTimeoutMs');
  });

  test('client, that follows the log, is told of requests as they are answered', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const { log } = createControlClient(medplum.baseUrl);
    const entries = log.follow();
    const first = entries.next();
    // The stream is open once its headers are there, which the first entry proves.
    const asked: Promise<unknown>[] = [];
    const asking = setInterval(() => asked.push(medplum.send('healthcheck')), 20);
    const { value } = await first;
    clearInterval(asking);
    await Promise.all([...asked, entries.return()]);

    expect(value).toMatchObject({ method: 'GET', path: '/healthcheck', status: 200 });
  });

  test('stream, opened again, begins after the last event that was seen', async () => {
    await using medplum = await startTestMedplum({ control: true });
    await medplum.send('healthcheck');
    await medplum.send('robots.txt');
    const response = await fetch(new URL('mock/log/live', medplum.baseUrl), { headers: { 'last-event-id': '1' } });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const { value } = (await reader?.read()) ?? {};
    await reader?.cancel();

    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(value).toMatch(/^id: 2\nevent: request\ndata: {.*"path":"\/robots\.txt".*}\n\n$/);
  });

  test('client, refused, says why', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const client = createControlClient(medplum.baseUrl);

    await expect(client.makeSession({ client: ids.homeless })).rejects.toThrow('has no such membership');
    await expect(client.clock.change({ set: 'soon' })).rejects.toBeInstanceOf(ControlError);
  });

  test('client, of a server without control, says what to do', async () => {
    await using medplum = await startTestMedplum();

    await expect(createControlClient(medplum.baseUrl).clock.read()).rejects.toThrow('started with control?');
  });

  test('client, of a server that is not there, says what to do', async () => {
    await expect(createControlClient('http://127.0.0.1:1/').clock.read()).rejects.toThrow('start mock-medplum first');
  });
});
