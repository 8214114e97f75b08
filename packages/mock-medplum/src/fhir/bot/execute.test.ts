import type { AuditEvent, Bundle, Observation, OperationOutcome } from '@medplum/fhirtypes';
import { describe, expect, test, vi } from 'vitest';
import { botHandlers, botIds, botResources } from '#bots/test-bots.ts';
import { ids, clientSecret } from '#project/test-project.ts';
import { basic, bearer, startTestMedplum, type TestMedplum } from '#test-medplum.ts';

const startWithBots = async (): Promise<TestMedplum> =>
  startTestMedplum({ resources: botResources(), bots: botHandlers });
const execute = `fhir/R4/Bot/${botIds.echo}/$execute`;
const caller = basic(botIds.caller, clientSecret);

const textOf = (body: unknown): string | undefined => (body as OperationOutcome).issue[0]?.details?.text;

describe('Bot/$execute', () => {
  test('Bot, called by a client that may only read it, gets its event and answers as it is', async () => {
    await using medplum = await startWithBots();
    const { status, headers, body } = await medplum.postJson(execute, { a: 1 }, caller);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(body).toMatchObject({
      input: { a: 1 },
      contentType: 'application/json',
      requester: { reference: `ClientApplication/${botIds.caller}`, display: 'caller' },
      bot: { reference: `Bot/${botIds.echo}`, display: 'echo' },
      secretsKeys: ['SIGNING_KEY'],
      headers: expect.arrayContaining(['host', 'authorization', 'content-type', 'content-length']),
    });
  });

  test('Bot, called with form, query, text and HL7, gets each as its input', async () => {
    await using medplum = await startWithBots();
    const { body: form } = await medplum.postForm(execute, { a: 'b' }, caller);
    expect(form).toMatchObject({
      input: { a: 'b' },
      contentType: expect.stringMatching('^application/x-www-form-urlencoded'),
    });
    const { body: query } = await medplum.send(`${execute}?x=1&y=2`, { headers: caller });
    expect(query).toMatchObject({ input: { x: '1', y: '2' } });
    const text = await medplum.send(execute, postAs('text/plain', 'hi'));
    expect(text.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const hl7 = await medplum.send(execute, postAs('x-application/hl7-v2+er7', 'MSH|^~\\&|A|B'));
    expect(hl7.headers.get('content-type')).toBe('x-application/hl7-v2+er7; charset=utf-8');
    expect(hl7.body).toBe('[object Object]');
  });

  test('Bot, that returns a Binary, answers with its content', async () => {
    await using medplum = await startWithBots();
    const { headers, body } = await medplum.postJson(execute, { binary: true }, caller);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(body).toBe('a,b');
  });

  test('Bot, that returns nothing, answers All OK without naming the request', async () => {
    await using medplum = await startWithBots();
    const { status, headers, body } = await medplum.postJson(execute, { nothing: true }, caller);
    expect([status, headers.get('content-type')]).toEqual([200, 'application/fhir+json; charset=utf-8']);
    expect(body).toEqual({
      resourceType: 'OperationOutcome',
      id: 'ok',
      issue: [{ severity: 'information', code: 'informational', details: { text: 'All OK' } }],
    });
  });

  test('Bot, that throws, answers 400 with what it threw', async () => {
    await using medplum = await startWithBots();
    const { status, body } = await medplum.postJson(execute, { fail: true }, caller);
    expect([status, textOf(body)]).toEqual([400, 'bot failed on purpose']);
  });

  test('Bot, that cannot be called, is refused for the first reason', async () => {
    await using medplum = await startWithBots();
    const refusals = [
      await medplum.postJson(execute, {}, basic(botIds.caller, 'wrong')),
      await medplum.postJson(execute, {}),
      await medplum.postJson(execute, {}, basic(ids.device, clientSecret)),
      await medplum.postJson(`fhir/R4/Bot/${botIds.empty}/$execute`, {}, caller),
      await medplum.postJson('fhir/R4/Bot/$execute?identifier=urn:x|y', {}, caller),
      await medplum.postJson('fhir/R4/Bot/$execute', {}, caller),
    ];
    expect(refusals.map(({ status, body }) => [status, textOf(body)])).toEqual([
      [401, 'Unauthorized'],
      [401, 'Unauthorized'],
      [403, 'Forbidden'],
      [400, 'No executable code'],
      [404, 'Not found'],
      [400, 'Must specify bot ID or identifier.'],
    ]);
  });

  test('Bot, asked for by identifier and with more path, is found', async () => {
    await using medplum = await startWithBots();
    const byIdentifier = await medplum.postJson('fhir/R4/Bot/$execute?identifier=urn:bots|echo', {}, caller);
    const withPath = await medplum.postJson(`${execute}/more/path`, {}, caller);
    expect([byIdentifier.status, withPath.status]).toEqual([200, 200]);
  });

  test('project, without the feature, refuses to run Bots', async () => {
    const [project, ...others] = botResources();
    const plain = { ...project, features: [] } as unknown as NonNullable<typeof project>;
    await using medplum = await startTestMedplum({ resources: [plain, ...others], bots: botHandlers });
    const { status, body } = await medplum.postJson(execute, {}, caller);
    expect([status, textOf(body)]).toEqual([400, 'Bots not enabled']);
  });
});

describe('Bot/$execute with Prefer: respond-async', () => {
  test('Bot, run later, answers with a job whose output is what the Bot returned', async () => {
    await using medplum = await startWithBots();
    const admin = basic(ids.admin, clientSecret);
    const { status, headers, body } = await medplum.postJson(
      execute,
      { text: true },
      { ...admin, prefer: 'respond-async' },
    );
    const address = headers.get('content-location') ?? '';
    expect([status, textOf(body)]).toEqual([202, 'Accepted']);
    expect(address).toMatch(/\/fhir\/R4\/job\/[\da-f-]{36}\/status$/);
    const job = await vi.waitUntil(async () => {
      const answer = await medplum.send(address, { headers: admin });
      return answer.status === 200 && answer;
    });
    expect(job.body).toMatchObject({
      resourceType: 'AsyncJob',
      status: 'completed',
      request: `${medplum.baseUrl}${execute}`,
      output: { parameter: [{ name: 'responseBody', valueString: 'plain string' }] },
    });
  });
});

describe('identity of a Bot', () => {
  test('Bot, called by a client that may write nothing, writes in its own name', async () => {
    await using medplum = await startWithBots();
    const { body } = await medplum.postJson(execute, { write: true }, caller);
    const { id } = body as Observation;
    const stored = medplum.tenant.store.get('Observation', id ?? '');
    expect(stored?.meta?.author?.reference).toBe(`Bot/${botIds.echo}`);
  });

  test('[F1] Bot, that runs as the user, can do no more than its caller', async () => {
    await using medplum = await startWithBots();
    const path = `fhir/R4/Bot/${botIds.asUser}/$execute`;
    const refused = await medplum.postJson(path, { write: true }, caller);
    expect([refused.status, textOf(refused.body)]).toEqual([403, 'Forbidden']);
    const admin = bearer(await medplum.clientToken(ids.admin));
    const { body } = await medplum.postJson(path, { write: true }, admin);
    expect(medplum.tenant.store.get('Observation', (body as Observation).id ?? '')?.meta?.author?.reference).toBe(
      `ClientApplication/${ids.admin}`,
    );
  });

  test('Bot, whose run ended, leaves an AuditEvent with its log', async () => {
    await using medplum = await startWithBots();
    await medplum.postJson(execute, { fail: true }, caller);
    const admin = bearer(await medplum.clientToken(ids.admin));
    const { body } = await medplum.send('fhir/R4/AuditEvent', { headers: admin });
    const events = ((body as Bundle<AuditEvent>).entry ?? []).map(({ resource }) => resource);
    expect(events).toContainEqual(
      expect.objectContaining({
        type: { system: 'https://medplum.com/CodeSystem/audit-event', code: 'execute' },
        source: { observer: { reference: `Bot/${botIds.echo}`, display: 'echo' } },
        outcome: '4',
        outcomeDesc: 'Error bot failed on purpose',
      }),
    );
  });
});

function postAs(contentType: string, body: string): RequestInit {
  return { method: 'POST', headers: { ...caller, 'content-type': contentType }, body };
}
