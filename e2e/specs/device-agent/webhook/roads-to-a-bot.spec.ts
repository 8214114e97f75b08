import { createHmac } from 'node:crypto';
import { expect, test } from '#machines/machine-test.ts';

const sharedSecret = 'secret-that-the-bot-shares';
const result = JSON.stringify({ value: 5 });

/** Takes from a caller whom Medplum knows, and from nobody else without a signature. `Buffer` is no global of a Bot. */
const code = `
const { Buffer } = require('buffer');
const { createHmac, timingSafeEqual } = require('crypto');
exports.handler = async function (medplum, { input, headers, requester }) {
  const expected = createHmac('sha256', '${sharedSecret}').update(JSON.stringify(input)).digest('hex');
  const given = String((headers || {})['x-signature'] || '').padEnd(expected.length).slice(0, expected.length);
  if (!requester && !timingSafeEqual(Buffer.from(given), Buffer.from(expected))) {
    throw new Error('Wrong signature');
  }
  const status = 'final';
  return medplum.createResource({ resourceType: 'Observation', status, code: { text: 'By the Bot' }, valueInteger: input.value });
};`;

test('[D4] [F9] third party, that has a URL and Basic credentials or a signing secret, reaches a Bot alone', async ({
  house,
  workshop,
}) => {
  const { owner } = workshop;
  const { membershipId, ...bot } = await workshop.makeBot('Results', {
    policy: [{ resourceType: 'Observation', interaction: ['create'] }],
  });
  await owner.updateResource({ ...bot, runtimeVersion: 'vmcontext', publicWebhook: true });
  await owner.post(owner.fhirUrl('Bot', bot.id, '$deploy'), { code, filename: 'index.js' });
  const partner = await workshop.makeClient('Partner', {
    policy: [{ resourceType: 'Bot', criteria: `Bot?_id=${bot.id}`, readonly: true }],
  });
  const basic = (secret: string) => ({
    authorization: `Basic ${Buffer.from(`${partner.id}:${secret}`).toString('base64')}`,
  });
  const send = async (path: string, headers: Record<string, string>, method = 'POST'): Promise<Response> =>
    fetch(new URL(path, house.urls.medplum), {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(method === 'POST' && { body: result }),
    });
  const execute = `fhir/R4/Bot/${bot.id}/$execute`;
  const signature = createHmac('sha256', sharedSecret).update(result).digest('hex');

  const taken = [
    await send(execute, basic(partner.secret ?? '')),
    await send(`webhook/${membershipId}`, { 'x-signature': signature }),
  ];
  const refused = [
    await send(execute, basic('wrong')),
    await send(`webhook/${membershipId}`, { 'x-signature': 'wrong' }),
    await send('fhir/R4/Patient', basic(partner.secret ?? ''), 'GET'),
    await send('fhir/R4/Observation', basic(partner.secret ?? ''), 'GET'),
  ];

  const made = (await Promise.all(taken.map(async (answer) => answer.json()))) as { id: string }[];
  made.filter(({ id }) => id).forEach(({ id }) => workshop.takeAway('Observation', id));
  expect(taken.map(({ status }) => status)).toEqual([200, 200]);
  expect(made).toMatchObject([{ resourceType: 'Observation', valueInteger: 5 }, { valueInteger: 5 }]);
  expect(refused.map(({ status }) => status)).toEqual([401, 400, 403, 403]);
});
