import { type Answer, textMember } from '#contract/answer.ts';
import { allOk, type Expected, forbidden, type Group, notFound, refuses, unauthorized, when } from '#contract/case.ts';
import { basic, bearer, type Fields } from '#contract/http-client.ts';
import { findMembership } from '#contract/world/make-client.ts';
import type { World } from '#contract/world/world.ts';
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

const bots = new WeakMap<World, Promise<Bot>>();

/** The Bot with the code, made when it is first needed. */
export function echoBot(w: World): Promise<Bot> {
  const known = bots.get(w) ?? makeEchoBot(w);
  bots.set(w, known);
  return known;
}

async function makeBot(w: World, name: string, changes: object = {}): Promise<Bot> {
  const body = { name, description: name, runtimeVersion: 'vmcontext', ...changes };
  const made = await w.postJson(`admin/projects/${w.projectId}/bot`, body, bearer(w.ownerToken));
  const id = textMember(made, 'id');
  return { id, membershipId: String((await findMembership(w, w.ownerToken, `Bot/${id}`))['id']) };
}

async function makeEchoBot(w: World): Promise<Bot> {
  const policy = { resourceType: 'AccessPolicy', name: 'Echo', resource: [{ resourceType: 'Observation' }] };
  const accessPolicy = {
    reference: `AccessPolicy/${textMember(await w.fhir('POST', 'AccessPolicy', bearer(w.ownerToken), policy), 'id')}`,
  };
  const bot = await makeBot(w, 'Echo Bot', { accessPolicy });
  await w.change(`Bot/${bot.id}`, { publicWebhook: true });
  const deployed = await w.fhir('POST', `Bot/${bot.id}/$deploy`, bearer(w.ownerToken), {
    code: code,
    filename: 'index.js',
  });
  if (deployed.status !== 200) {
    throw new Error(`$deploy: ${deployed.status} ${JSON.stringify(deployed.body)}`);
  }
  return bot;
}

async function execute(w: World, body: unknown, headers: Fields = {}): Promise<Answer> {
  return asConfidential(w, 'POST', `Bot/${(await echoBot(w)).id}/$execute`, body, headers);
}

/** Sends the Bot a body as it is. */
async function executeRaw(w: World, type: string, body: string): Promise<Answer> {
  const headers = { ...bearer(await w.clientToken('confidential')), 'content-type': type };
  return w.send('POST', `fhir/R4/Bot/${(await echoBot(w)).id}/$execute`, headers, body);
}

async function executeAs(w: World, headers: Fields): Promise<Answer> {
  return w.fhir('POST', `Bot/${(await echoBot(w)).id}/$execute`, headers, { a: 1 });
}

const echoed = (input: unknown, more: object = {}): Expected => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: { input, bot: { reference: /^Bot\// }, ...more },
});

const byClient = (w: World): object => ({ requester: { reference: `ClientApplication/${w.clients.confidential.id}` } });

export const botExecution: Group = {
  title: 'Bots',
  cases: [
    when(
      'BO01',
      'a client asks with its secret',
      (w) => executeAs(w, basic(w.clients.confidential.id, w.clients.confidential.secret)),
      (w) => echoed({ a: 1 }, { contentType: 'application/json', ...byClient(w) }),
    ),
    when('BO02', 'the secret is wrong', (w) => executeAs(w, basic(w.clients.confidential.id, 'nope')), unauthorized),
    when('BO03', 'nobody asks', (w) => executeAs(w, {}), unauthorized),
    when(
      'BO04',
      'Bots are not in the policy',
      async (w) => executeAs(w, bearer(await w.clientToken('device'))),
      forbidden,
    ),
    when(
      'BO05',
      'the Bot wrote something',
      async (w) => {
        const id = textMember(await execute(w, { create: true }), 'id');
        return asConfidential(w, 'GET', `Observation/${id}`, undefined, { 'x-medplum': 'extended' });
      },
      { status: 200, body: { code: { text: 'by bot' }, meta: { author: { reference: /^Bot\// } } } },
    ),
    when('BO06', 'the Bot returns nothing', (w) => execute(w, { nothing: true }), allOk),
    when('BO07', 'the Bot returns text', (w) => execute(w, { text: true }), { ...refuses(200, 'plain string') }),
    when('BO08', 'the Bot fails', (w) => execute(w, { fail: true }), refuses(400, 'invalid: bot failed on purpose')),
    when(
      'BO09',
      'the body is a form',
      (w) => executeRaw(w, 'application/x-www-form-urlencoded', 'a=b'),
      echoed({ a: 'b' }),
    ),
    when(
      'BO10',
      'the body is HL7',
      (w) => executeRaw(w, 'x-application/hl7-v2+er7', 'MSH|^~\\&|A|B|C|D|20200101||ADT^A01|1|P|2.3\rPID|||1'),
      {
        ...refuses(200, '[object Object]'),
        headers: { 'content-type': 'x-application/hl7-v2+er7; charset=utf-8' },
      },
    ),
    when(
      'BO11',
      'it is asked with GET',
      async (w) => asConfidential(w, 'GET', `Bot/${(await echoBot(w)).id}/$execute?x=1&y=2`),
      echoed({ x: '1', y: '2' }),
    ),
    when(
      'BO12',
      'the Bot has no code',
      async (w) => {
        return asConfidential(w, 'POST', `Bot/${(await makeBot(w, 'Empty')).id}/$execute`, {});
      },
      refuses(400, 'invalid: No executable code'),
    ),
    when(
      'BO13',
      'no Bot has the identifier',
      (w) => asConfidential(w, 'POST', 'Bot/$execute?identifier=urn:x|y', {}),
      notFound,
    ),
    when('BO14', 'the answer is to come later', (w) => execute(w, { a: 1 }, { prefer: 'respond-async' }), {
      status: 202,
      says: 'informational: Accepted',
      headers: { 'content-location': /fhir\/R4\/job\/[0-9a-f-]{36}\/status$/ },
    }),
  ],
};

const webhook = (w: World, id: string, body: unknown = {}, headers: Fields = {}): Promise<Answer> =>
  w.postJson(`webhook/${id}`, body, headers);

export const webhooks: Group = {
  title: 'Webhooks',
  cases: [
    when(
      'WH01',
      'anyone posts',
      async (w) => webhook(w, (await echoBot(w)).membershipId, { a: 1 }),
      echoed({ a: 1 }, { requester: undefined }),
    ),
    when('WH02', 'the id is the Bot’s', async (w) => webhook(w, (await echoBot(w)).id, { a: 1 }), notFound),
    when(
      'WH03',
      'it is asked with GET',
      async (w) => w.get(`webhook/${(await echoBot(w)).membershipId}?a=1`),
      refuses(404, /Cannot GET \/webhook\//),
    ),
    when(
      'WH04',
      'the Bot has no policy',
      async (w) => webhook(w, (await makeBot(w, 'Private')).membershipId),
      refuses(403, 'ProjectMembership must have an Access Policy'),
    ),
    when(
      'WH05',
      'the membership is a client’s',
      (w) => webhook(w, w.clients.device.membershipId),
      refuses(403, 'ProjectMembership must be for a Bot resource'),
    ),
    when(
      'WH06',
      'the Bot fails',
      async (w) => webhook(w, (await echoBot(w)).membershipId, { fail: true }),
      refuses(400, 'invalid: bot failed on purpose'),
    ),
    when(
      'WH07',
      'someone posts with a made-up token',
      async (w) => {
        return webhook(w, (await echoBot(w)).membershipId, { a: 1 }, bearer('nonsense'));
      },
      echoed({ a: 1 }),
    ),
  ],
};
