import type { OperationOutcome } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';

import { IDS, SECRET } from '#project/test-project.ts';
import { basic, startTestMedplum } from '#test-medplum.ts';

import { BOT_IDS, botResources } from '#bots/test-bots.ts';

const ADMIN = basic(IDS.admin, SECRET);
const BOT = `fhir/R4/Bot/${BOT_IDS.empty}`;

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
  const deployed = await medplum.postJson(`${BOT}/$deploy`, { code }, ADMIN);
  expect([deployed.status, textOf(deployed.body)]).toEqual([200, 'All OK']);
  const { status, body } = await medplum.postJson(`${BOT}/$execute`, { name: 'pulse' }, ADMIN);
  expect([status, body]).toEqual([200, { made: 'pulse', bot: `Bot/${BOT_IDS.empty}` }]);
  const [observation] = [...medplum.tenant.store.list('Observation')];
  expect(observation?.meta?.author?.reference).toBe(`Bot/${BOT_IDS.empty}`);
});

test('code, that throws an OperationOutcomeError of the SDK, answers with that outcome', async () => {
  await using medplum = await startTestMedplum({ resources: botResources(), runDeployedBots: true });
  const code = `exports.handler = async (medplum) => medplum.readResource('Patient', '${IDS.nothing}');`;
  await medplum.postJson(`${BOT}/$deploy`, { code }, ADMIN);
  const { status, body } = await medplum.postJson(`${BOT}/$execute`, {}, ADMIN);
  expect([status, textOf(body)]).toEqual([403, 'Forbidden']);
});

test('code, that gets HL7 v2, sees a message and answers with one', async () => {
  await using medplum = await startTestMedplum({ resources: botResources(), runDeployedBots: true });
  const code = `exports.handler = async (medplum, { input }) => input.buildAck();`;
  await medplum.postJson(`${BOT}/$deploy`, { code }, ADMIN);
  const { headers, body } = await medplum.send(`${BOT}/$execute`, {
    method: 'POST',
    headers: { ...ADMIN, 'content-type': 'x-application/hl7-v2+er7' },
    body: 'MSH|^~\\&|A|B|C|D|20200101||ADT^A01|1|P|2.3\rPID|||1',
  });
  expect(headers.get('content-type')).toBe('x-application/hl7-v2+er7; charset=utf-8');
  expect(body).toMatch(/\rMSA\|AA\|1/);
});

test('code, that loops after its first wait, is ended when its time is up, and the server goes on', async () => {
  const bots = botResources().map((resource) =>
    resource.id === BOT_IDS.empty && resource.resourceType === 'Bot' ? { ...resource, timeout: 1 } : resource,
  );
  await using medplum = await startTestMedplum({ resources: bots, runDeployedBots: true });
  const code = `exports.handler = async () => { await null; for (;;); };`;
  await medplum.postJson(`${BOT}/$deploy`, { code }, ADMIN);
  const running = medplum.postJson(`${BOT}/$execute`, {}, ADMIN);
  expect((await medplum.send('healthcheck')).status).toBe(200);
  const { status, body } = await running;
  expect([status, textOf(body)]).toEqual([400, 'Script execution timed out after 1000ms']);
});

test('deployment, without code or by a client that may only read the Bot, is refused', async () => {
  await using medplum = await startTestMedplum({ resources: botResources(), runDeployedBots: true });
  const refusals = [
    await medplum.postJson(`${BOT}/$deploy`, {}, ADMIN),
    await medplum.postJson(`${BOT}/$deploy`, { code: 'exports.handler = () => 1' }, basic(BOT_IDS.caller, SECRET)),
  ];
  expect(refusals.map(({ status, body }) => [status, textOf(body)])).toEqual([
    [400, 'Missing code'],
    [403, 'Forbidden'],
  ]);
});
