import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Patient } from '@medplum/fhirtypes';
import { expect, test, vi } from 'vitest';
import { botIds, botResources } from '#bots/test-bots.ts';
import { ids, clientSecret } from '#project/test-project.ts';
import type { BotHandler } from '#tenant/bot-handler.ts';
import { basic, startTestMedplum } from '#test-medplum.ts';

const admin = basic(ids.admin, clientSecret);
const subscription = (endpoint: string, more: object = {}): object => ({
  resourceType: 'Subscription',
  status: 'active',
  reason: 'test',
  criteria: 'Patient',
  channel: { type: 'rest-hook', endpoint },
  ...more,
});

test('Subscription, that names a Bot, runs it with the resource and as the Bot', async () => {
  const asked = Promise.withResolvers<unknown>();
  const handler: BotHandler = async (medplum, { input, requester }) => {
    const { id } = input as Patient;
    const code = { text: `saw ${id}` };
    const made = await medplum.createResource({ resourceType: 'Observation', status: 'final', code });
    asked.resolve({ id, requester: requester?.reference, made: made.code.text });
  };
  await using medplum = await startTestMedplum({ resources: botResources(), bots: { [botIds.echo]: handler } });
  await medplum.postJson('fhir/R4/Subscription', subscription(`Bot/${botIds.echo}`), admin);
  const { body } = await medplum.postJson('fhir/R4/Patient', { resourceType: 'Patient' }, admin);
  const { id } = body as Patient;
  expect(await asked.promise).toEqual({ id, requester: `ClientApplication/${ids.admin}`, made: `saw ${id}` });
});

test('Subscription, that names an address of this machine, is posted there with a signature', async () => {
  await using medplum = await startTestMedplum({ resources: botResources() });
  const hooked = Promise.withResolvers<{ headers: IncomingHttpHeaders; body: string }>();
  const server = createServer((request, response) => {
    text(request).then((body) => hooked.resolve({ headers: request.headers, body }), hooked.reject);
    response.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const url = 'https://www.medplum.com/fhir/StructureDefinition/subscription-secret';
  const extension = [{ url, valueString: 'hush' }];
  await medplum.postJson('fhir/R4/Subscription', subscription(endpoint, { extension }), admin);
  await medplum.postJson('fhir/R4/Patient', { resourceType: 'Patient' }, admin);
  const { headers, body } = await hooked.promise;
  expect(headers).toMatchObject({
    'x-medplum-interaction': 'create',
    'x-signature': expect.stringMatching(/^[\da-f]{64}$/),
  });
  expect(JSON.parse(body)).toMatchObject({ resourceType: 'Patient' });
  server.close();
});

test('Subscription, that names an address elsewhere, is logged and not sent', async () => {
  await using medplum = await startTestMedplum({ resources: botResources() });
  const endpoint = 'http://localhost.example.com/hook';
  await medplum.postJson('fhir/R4/Subscription', subscription(endpoint), admin);
  await medplum.postJson('fhir/R4/Patient', { resourceType: 'Patient' }, admin);
  await vi.waitUntil(() => medplum.log.some(({ event }) => event === 'rest-hook not sent'));
  expect(medplum.log).toContainEqual(expect.objectContaining({ event: 'rest-hook not sent', endpoint }));
});

test('[L5] Subscription, whose FHIRPath does not end, is not evaluated', async () => {
  await using medplum = await startTestMedplum({ resources: botResources() });
  const url = 'https://medplum.com/fhir/StructureDefinition/fhir-path-criteria-expression';
  const extension = [{ url, valueString: `'${'a'.repeat(50)}!'.matches('^(a+)+$')` }];
  await medplum.postJson('fhir/R4/Subscription', subscription(`Bot/${botIds.echo}`, { extension }), admin);

  const { status } = await medplum.postJson('fhir/R4/Patient', { resourceType: 'Patient' }, admin);

  expect(status).toBe(201);
  await vi.waitFor(() =>
    expect(medplum.log).toContainEqual(
      expect.objectContaining({ event: 'subscription failed', error: expect.stringContaining('FHIRPath') }),
    ),
  );
});
