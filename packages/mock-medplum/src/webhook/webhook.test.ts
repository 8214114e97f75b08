import type { Observation, OperationOutcome } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { botHandlers, botIds, botMembershipId, botResources } from '#bots/test-bots.ts';
import { startTestMedplum, type TestMedplum } from '#test-medplum.ts';

const startWithBots = async (): Promise<TestMedplum> =>
  startTestMedplum({ resources: botResources(), bots: botHandlers });
const echo = `webhook/${botMembershipId('echo')}`;

test('webhook of a public Bot, called without credentials, runs the Bot for a caller whom nobody knows', async () => {
  await using medplum = await startWithBots();
  const { status, body } = await medplum.postJson(echo, { a: 1 }, { 'x-signature': 'v' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ input: { a: 1 }, headers: expect.arrayContaining(['x-signature']) });
  expect(body).not.toHaveProperty('requester');
});

test('webhook, called with credentials that are none, does not look at them', async () => {
  await using medplum = await startWithBots();
  const { status } = await medplum.postJson(echo, {}, { authorization: 'Bearer nonsense' });
  expect(status).toBe(200);
});

test('webhook, whose Bot writes, writes as the Bot and within its policy', async () => {
  await using medplum = await startWithBots();
  const { body } = await medplum.postJson(echo, { write: true });
  const stored = medplum.tenant.store.get('Observation', (body as Observation).id ?? '');
  expect(stored?.meta?.author?.reference).toBe(`Bot/${botIds.echo}`);
});

test('webhook, whose Bot throws, answers 400 with what it threw', async () => {
  await using medplum = await startWithBots();
  const { status, body } = await medplum.postJson(echo, { fail: true });
  expect([status, (body as OperationOutcome).issue[0]?.details?.text]).toEqual([400, 'bot failed on purpose']);
});

test('[F9] webhook, that is not one, is refused in the words of Medplum', async () => {
  await using medplum = await startWithBots();
  const answers = [
    await medplum.postJson(`webhook/${botMembershipId('private')}`, {}),
    await medplum.postJson(`webhook/${botMembershipId('caller')}`, {}),
    await medplum.postJson(`webhook/${botMembershipId('empty')}`, {}),
  ];
  expect(answers.map(({ status, headers, body }) => [status, headers.get('content-type'), body])).toEqual([
    [403, 'text/html; charset=utf-8', 'ProjectMembership must have an Access Policy'],
    [403, 'text/html; charset=utf-8', 'ProjectMembership must be for a Bot resource'],
    [403, 'text/html; charset=utf-8', 'Bot is not configured for public webhook access'],
  ]);
});

test('webhook, asked for by the Bot itself or by GET, is not found', async () => {
  await using medplum = await startWithBots();
  const byBot = await medplum.postJson(`webhook/${botIds.echo}`, {});
  const byGet = await medplum.send(echo);
  expect([byBot.status, byBot.headers.get('content-type')]).toEqual([404, 'application/fhir+json; charset=utf-8']);
  expect([byGet.status, byGet.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
});
