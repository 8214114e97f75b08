import type { OperationOutcome } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { botIds, botResources } from '#bots/test-bots.ts';
import { ids, clientSecret } from '#project/test-project.ts';
import { basic, startTestMedplum } from '#test-medplum.ts';

const admin = basic(ids.admin, clientSecret);
const bot = `fhir/R4/Bot/${botIds.empty}`;

const textOf = (body: unknown): string | undefined => (body as OperationOutcome).issue[0]?.details?.text;

test('code, deployed to a Bot, runs with a client in the name of the Bot', async () => {
  await using medplum = await startTestMedplum({ resources: botResources(), runDeployedBots: true });
  const code = `
    exports.handler = async (medplum, { input, bot }) => {
      console.log('asked for', input.name);
      const made = await medplum.createResource({
        resourceType: 'Observation', status: 'final', code: { text: input.name },
      });
      return { made: made.code.text, bot: bot.reference };
    };`;
  const deployed = await medplum.postJson(`${bot}/$deploy`, { code }, admin);
  expect([deployed.status, textOf(deployed.body)]).toEqual([200, 'All OK']);
  const { status, body } = await medplum.postJson(`${bot}/$execute`, { name: 'pulse' }, admin);
  expect([status, body]).toEqual([200, { made: 'pulse', bot: `Bot/${botIds.empty}` }]);
  const [observation] = [...medplum.tenant.store.list('Observation')];
  expect(observation?.meta?.author?.reference).toBe(`Bot/${botIds.empty}`);
});

test('code, that throws an OperationOutcomeError of the SDK, answers with that outcome', async () => {
  await using medplum = await startTestMedplum({ resources: botResources(), runDeployedBots: true });
  const code = `exports.handler = async (medplum) => medplum.readResource('Patient', '${ids.nothing}');`;
  await medplum.postJson(`${bot}/$deploy`, { code }, admin);
  const { status, body } = await medplum.postJson(`${bot}/$execute`, {}, admin);
  expect([status, textOf(body)]).toEqual([403, 'Forbidden']);
});

test('code, that gets HL7 v2, sees a message and answers with one', async () => {
  await using medplum = await startTestMedplum({ resources: botResources(), runDeployedBots: true });
  const code = `exports.handler = async (medplum, { input }) => input.buildAck();`;
  await medplum.postJson(`${bot}/$deploy`, { code }, admin);
  const { headers, body } = await medplum.send(`${bot}/$execute`, {
    method: 'POST',
    headers: { ...admin, 'content-type': 'x-application/hl7-v2+er7' },
    body: 'MSH|^~\\&|A|B|C|D|20200101||ADT^A01|1|P|2.3\rPID|||1',
  });
  expect(headers.get('content-type')).toBe('x-application/hl7-v2+er7; charset=utf-8');
  expect(body).toMatch(/\rMSA\|AA\|1/);
});

test('code, that loops after its first wait, is ended when its time is up, and the server goes on', async () => {
  const bots = botResources().map((resource) =>
    resource.id === botIds.empty && resource.resourceType === 'Bot' ? { ...resource, timeout: 1 } : resource,
  );
  await using medplum = await startTestMedplum({ resources: bots, runDeployedBots: true });
  const code = `exports.handler = async () => { await null; for (;;); };`;
  await medplum.postJson(`${bot}/$deploy`, { code }, admin);
  const running = medplum.postJson(`${bot}/$execute`, {}, admin);
  expect((await medplum.send('healthcheck')).status).toBe(200);
  const { status, body } = await running;
  expect([status, textOf(body)]).toEqual([400, 'Script execution timed out after 1000ms']);
});

test('deployment, without code or by a client that may only read the Bot, is refused', async () => {
  await using medplum = await startTestMedplum({ resources: botResources(), runDeployedBots: true });
  const refusals = [
    await medplum.postJson(`${bot}/$deploy`, {}, admin),
    await medplum.postJson(`${bot}/$deploy`, { code: 'exports.handler = () => 1' }, basic(botIds.caller, clientSecret)),
  ];
  expect(refusals.map(({ status, body }) => [status, textOf(body)])).toEqual([
    [400, 'Missing code'],
    [403, 'Forbidden'],
  ]);
});
