import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Binary, OperationOutcome } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { botHandlers, botIds, botMembershipId, botResources } from '#bots/test-bots.ts';
import { ids, clientSecret } from '#project/test-project.ts';
import { basic, startTestMedplum, type TestMedplum } from '#test-medplum.ts';

const admin = basic(ids.admin, clientSecret);
const botPath = `fhir/R4/Bot/${botIds.empty}`;
const switchedOff = /^This mock-medplum does not run deployed code: start it with --run-deployed-bots/;

const textOf = (body: unknown): string | undefined => (body as OperationOutcome).issue[0]?.details?.text;

async function deployAndExecute(medplum: TestMedplum, code: string, at = ''): Promise<unknown> {
  await medplum.postJson(`${at}${botPath}/$deploy`, { code }, admin);
  return (await medplum.postJson(`${at}${botPath}/$execute`, {}, admin)).body;
}

describe('mock that was not told to run deployed code', () => {
  test('[L3] code, deployed and executed, is refused with the name of the option', async () => {
    await using medplum = await startTestMedplum({ resources: botResources(), bots: botHandlers });

    const body = await deployAndExecute(medplum, 'exports.handler = () => 1;');
    const given = await medplum.postJson(`fhir/R4/Bot/${botIds.echo}/$execute`, { a: 1 }, admin);

    expect(textOf(body)).toMatch(switchedOff);
    expect(given.body).toMatchObject({ input: { a: 1 } });
  });

  test('[L3] code, put into the Bot by hand and asked for by webhook, is refused', async () => {
    await using medplum = await startTestMedplum({ resources: botResources() });
    const binary = await medplum.postJson(
      'fhir/R4/Binary',
      { resourceType: 'Binary', contentType: 'text/javascript', data: btoa('exports.handler = () => 1;') },
      admin,
    );
    const bot = (await medplum.send(`fhir/R4/Bot/${botIds.echo}`, { headers: admin })).body as object;
    const executableCode = { contentType: 'text/javascript', url: `Binary/${(binary.body as Binary).id}` };
    const put = await medplum.send(`fhir/R4/Bot/${botIds.echo}`, {
      method: 'PUT',
      headers: { ...admin, 'content-type': 'application/fhir+json' },
      body: JSON.stringify({ ...bot, executableCode }),
    });

    const { status, body } = await medplum.postJson(`webhook/${botMembershipId('echo')}`, {});

    expect(put.status).toBe(200);
    expect([status, textOf(body)]).toEqual([400, expect.stringMatching(switchedOff)]);
  });

  test('[L3] control plane, asked to run deployed code in a tenant, does not', async () => {
    await using medplum = await startTestMedplum({ resources: botResources(), control: true });

    const refused = await medplum.postJson('mock/tenants', { name: 'one', settings: { runDeployedBots: true } });
    const body = await deployAndExecute(medplum, 'exports.handler = () => 1;', 't/one/');

    expect(refused.status).toBe(400);
    expect(textOf(body)).toMatch(switchedOff);
  });
});

describe('network of deployed code', () => {
  let elsewhere: Server;
  let elsewhereUrl: string;
  let requests = 0;

  beforeAll(async () => {
    elsewhere = createServer((_request, response) => {
      requests += 1;
      response.end('secret');
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    elsewhereUrl = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
  });

  afterAll(() => void elsewhere.close());

  /** Returns what a Bot in the tenant `one` gets of addresses, each its status or why there is no answer. */
  async function statuses(medplum: TestMedplum, urls: readonly string[]): Promise<unknown> {
    const code = `exports.handler = () => Promise.all(${JSON.stringify(urls)}.map((url) =>
      fetch(url, { headers: { host: 'localhost', 'x-forwarded-for': '203.0.113.1' } })
        .then(({ status }) => status, (error) => error.message.replace(/, not .*/, ''))));`;
    return deployAndExecute(medplum, code, 't/one/');
  }

  test('[L3] deployed code, that asks its own tenant, is answered; everybody else is not asked', async () => {
    await using medplum = await startTestMedplum({ resources: botResources(), control: true, runDeployedBots: true });
    const { baseUrl } = medplum;
    const refused = `mock-medplum lets deployed Bots reach ${baseUrl}t/one/ alone`;

    const answers = await statuses(medplum, [
      `${baseUrl}t/one/healthcheck`,
      `${baseUrl}t/one/fhir/R4/Patient`,
      elsewhereUrl,
      `${baseUrl}healthcheck`,
      `${baseUrl}t/two/healthcheck`,
      `${baseUrl}mock/clock`,
      `${baseUrl}t/one/mock/clock`,
      `${baseUrl}t/one/../../mock/clock`,
    ]);

    expect(answers).toEqual([200, 401, ...Array.from({ length: 6 }, () => refused)]);
    expect(requests).toBe(0);
    expect(medplum.tenants.find('two')).toBeUndefined();
  });
});
