import { type Answer, textMember } from '#contract/answer.ts';
import { allOk, type Expected, forbidden, type Group, notFound, refuses, unauthorized, when } from '#contract/case.ts';
import { basic, bearer, type Fields } from '#contract/http-client.ts';
import { findMembership } from '#contract/setup/make-client.ts';
import { oncePerSetup } from '#contract/setup/once-per-setup.ts';
import type { Setup } from '#contract/setup/setup.ts';
import { asConfidential } from './as-confidential.ts';

/** What the Bot does: tells what it got, or nothing, or fails, or creates an Observation. */
const code = `
exports.handler = async function (medplum, event) {
  const input = event.input;
  if (input && input.nothing) { return undefined; }
  if (input && input.text) { return 'plain string'; }
  if (input && input.fail) { throw new Error('bot failed on purpose'); }
  if (input && input.create) {
    return medplum.createResource({ resourceType: 'Observation', status: 'final', code: { text: 'by bot' } });
  }
  return { input, contentType: event.contentType, requester: event.requester, bot: event.bot };
};
`;

/** A Bot, with the membership that a webhook goes by. */
export type Bot = Readonly<{ id: string; membershipId: string }>;

/** The Bot with the code, made when it is first needed. */
export const echoBot = oncePerSetup(makeEchoBot);

async function makeBot(setup: Setup, name: string, changes: object = {}): Promise<Bot> {
  const body = { name, description: name, runtimeVersion: 'vmcontext', ...changes };
  const made = await setup.postJson(`admin/projects/${setup.projectId}/bot`, body, bearer(setup.ownerToken));
  const id = textMember(made, 'id');
  return { id, membershipId: String((await findMembership(setup, setup.ownerToken, `Bot/${id}`))['id']) };
}

async function makeEchoBot(setup: Setup): Promise<Bot> {
  const policy = { resourceType: 'AccessPolicy', name: 'Echo', resource: [{ resourceType: 'Observation' }] };
  const accessPolicy = {
    reference: `AccessPolicy/${textMember(await setup.fhir('POST', 'AccessPolicy', bearer(setup.ownerToken), policy), 'id')}`,
  };
  const bot = await makeBot(setup, 'Echo Bot', { accessPolicy });
  await setup.change(`Bot/${bot.id}`, { publicWebhook: true });
  const deployed = await setup.fhir('POST', `Bot/${bot.id}/$deploy`, bearer(setup.ownerToken), {
    code: code,
    filename: 'index.js',
  });
  if (deployed.status !== 200) {
    throw new Error(`$deploy: ${deployed.status} ${JSON.stringify(deployed.body)}`);
  }
  return bot;
}

async function execute(setup: Setup, body: unknown, headers: Fields = {}): Promise<Answer> {
  return asConfidential(setup, 'POST', `Bot/${(await echoBot(setup)).id}/$execute`, body, headers);
}

/** Sends the Bot a body as it is. */
async function executeRaw(setup: Setup, type: string, body: string): Promise<Answer> {
  const headers = { ...bearer(await setup.clientToken('confidential')), 'content-type': type };
  return setup.send('POST', `fhir/R4/Bot/${(await echoBot(setup)).id}/$execute`, headers, body);
}

async function executeAs(setup: Setup, headers: Fields): Promise<Answer> {
  return setup.fhir('POST', `Bot/${(await echoBot(setup)).id}/$execute`, headers, { a: 1 });
}

const echoed = (input: unknown, more: object = {}): Expected => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: { input, bot: { reference: /^Bot\// }, ...more },
});

const byClient = (setup: Setup): object => ({
  requester: { reference: `ClientApplication/${setup.clients.confidential.id}` },
});

export const botExecution: Group = {
  title: 'Bots',
  cases: [
    when(
      'BO01',
      'a client asks with its secret',
      (setup) => executeAs(setup, basic(setup.clients.confidential.id, setup.clients.confidential.secret)),
      (setup) => echoed({ a: 1 }, { contentType: 'application/json', ...byClient(setup) }),
    ),
    when(
      'BO02',
      'the secret is wrong',
      (setup) => executeAs(setup, basic(setup.clients.confidential.id, 'nope')),
      unauthorized,
    ),
    when('BO03', 'nobody asks', (setup) => executeAs(setup, {}), unauthorized),
    when(
      'BO04',
      'Bots are not in the policy',
      async (setup) => executeAs(setup, bearer(await setup.clientToken('device'))),
      forbidden,
    ),
    when(
      'BO05',
      'the Bot wrote something',
      async (setup) => {
        const id = textMember(await execute(setup, { create: true }), 'id');
        return asConfidential(setup, 'GET', `Observation/${id}`, undefined, { 'x-medplum': 'extended' });
      },
      { status: 200, body: { code: { text: 'by bot' }, meta: { author: { reference: /^Bot\// } } } },
    ),
    when('BO06', 'the Bot returns nothing', (setup) => execute(setup, { nothing: true }), allOk),
    when('BO07', 'the Bot returns text', (setup) => execute(setup, { text: true }), {
      ...refuses(200, 'plain string'),
    }),
    when(
      'BO08',
      'the Bot fails',
      (setup) => execute(setup, { fail: true }),
      refuses(400, 'invalid: bot failed on purpose'),
    ),
    when(
      'BO09',
      'the body is a form',
      (setup) => executeRaw(setup, 'application/x-www-form-urlencoded', 'a=b'),
      echoed({ a: 'b' }),
    ),
    when(
      'BO10',
      'the body is HL7',
      (setup) => executeRaw(setup, 'x-application/hl7-v2+er7', 'MSH|^~\\&|A|B|C|D|20200101||ADT^A01|1|P|2.3\rPID|||1'),
      {
        ...refuses(200, '[object Object]'),
        headers: { 'content-type': 'x-application/hl7-v2+er7; charset=utf-8' },
      },
    ),
    when(
      'BO11',
      'it is asked with GET',
      async (setup) => asConfidential(setup, 'GET', `Bot/${(await echoBot(setup)).id}/$execute?x=1&y=2`),
      echoed({ x: '1', y: '2' }),
    ),
    when(
      'BO12',
      'the Bot has no code',
      async (setup) => {
        return asConfidential(setup, 'POST', `Bot/${(await makeBot(setup, 'Empty')).id}/$execute`, {});
      },
      refuses(400, 'invalid: No executable code'),
    ),
    when(
      'BO13',
      'no Bot has the identifier',
      (setup) => asConfidential(setup, 'POST', 'Bot/$execute?identifier=urn:x|y', {}),
      notFound,
    ),
    when('BO14', 'the answer is to come later', (setup) => execute(setup, { a: 1 }, { prefer: 'respond-async' }), {
      status: 202,
      says: 'informational: Accepted',
      headers: { 'content-location': /fhir\/R4\/job\/[0-9a-f-]{36}\/status$/ },
    }),
  ],
};

const webhook = (setup: Setup, id: string, body: unknown = {}, headers: Fields = {}): Promise<Answer> =>
  setup.postJson(`webhook/${id}`, body, headers);

export const webhooks: Group = {
  title: 'Webhooks',
  cases: [
    when(
      'WH01',
      'anyone posts',
      async (setup) => webhook(setup, (await echoBot(setup)).membershipId, { a: 1 }),
      echoed({ a: 1 }, { requester: undefined }),
    ),
    when('WH02', 'the id is the Bot’s', async (setup) => webhook(setup, (await echoBot(setup)).id, { a: 1 }), notFound),
    when(
      'WH03',
      'it is asked with GET',
      async (setup) => setup.get(`webhook/${(await echoBot(setup)).membershipId}?a=1`),
      refuses(404, /Cannot GET \/webhook\//),
    ),
    when(
      'WH04',
      'the Bot has no policy',
      async (setup) => webhook(setup, (await makeBot(setup, 'Private')).membershipId),
      refuses(403, 'ProjectMembership must have an Access Policy'),
    ),
    when(
      'WH05',
      'the membership is a client’s',
      (setup) => webhook(setup, setup.clients.device.membershipId),
      refuses(403, 'ProjectMembership must be for a Bot resource'),
    ),
    when(
      'WH06',
      'the Bot fails',
      async (setup) => webhook(setup, (await echoBot(setup)).membershipId, { fail: true }),
      refuses(400, 'invalid: bot failed on purpose'),
    ),
    when(
      'WH07',
      'someone posts with a made-up token',
      async (setup) => {
        return webhook(setup, (await echoBot(setup)).membershipId, { a: 1 }, bearer('nonsense'));
      },
      echoed({ a: 1 }),
    ),
  ],
};
