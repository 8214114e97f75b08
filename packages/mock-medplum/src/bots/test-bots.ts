import type { AccessPolicy, Bot, ProjectMembership, Resource } from '@medplum/fhirtypes';
import { createTestProject, ids, clientSecret } from '#project/test-project.ts';
import type { BotHandler } from '#tenant/bot-handler.ts';

/** Ids of what the tests of Bots, agents and subscriptions add to the test project. */
export const botIds = {
  echo: '80000000-0000-4000-8000-000000000001',
  asUser: '80000000-0000-4000-8000-000000000002',
  private: '80000000-0000-4000-8000-000000000003',
  empty: '80000000-0000-4000-8000-000000000004',
  silent: '80000000-0000-4000-8000-000000000005',
  botPolicy: '80000000-0000-4000-8000-000000000011',
  callerPolicy: '80000000-0000-4000-8000-000000000012',
  caller: '80000000-0000-4000-8000-000000000021',
  agent: '80000000-0000-4000-8000-000000000031',
  device: '80000000-0000-4000-8000-000000000032',
  deviceWithoutUrl: '80000000-0000-4000-8000-000000000033',
} as const;

/** Returns what the same digits name in the ids of memberships. */
export function botMembershipId(bot: keyof typeof botIds): string {
  return botIds[bot].replace(/^8/, '9');
}

/**
 * A Bot that shows its event, and does what its input asks for: `text`, `nothing`, `fail`, `write` an Observation or
 * return a `binary`.
 */
const echo: BotHandler = async (medplum, event) => {
  const { input, contentType, requester, bot, secrets, headers } = event;
  const wanted = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>;
  if (wanted['fail']) {
    throw new Error('bot failed on purpose');
  }
  if (wanted['write']) {
    const code = { text: 'by bot' };
    return medplum.createResource({ resourceType: 'Observation', status: 'final', code });
  }
  if (wanted['binary']) {
    return { resourceType: 'Binary', contentType: 'text/csv', data: Buffer.from('a,b').toString('base64') };
  }
  if (wanted['nothing']) {
    return undefined;
  }
  const names = headers && Object.keys(headers);
  const shown = { input, contentType, requester, bot, secretsKeys: Object.keys(secrets), headers: names };
  return wanted['text'] ? 'plain string' : shown;
};

export const botHandlers = { [botIds.echo]: echo, [botIds.asUser]: echo, [botIds.private]: echo };

/** A project with Bots, an agent and its devices. The client `caller` may read Bots and agents, and no more. */
export function botResources(): readonly Resource[] {
  const project = createTestProject().resources.find(({ resourceType }) => resourceType === 'Project');
  const secret = [{ name: 'SIGNING_KEY', valueString: 'secret' }];
  return [
    { ...project, features: ['bots', 'websocket-subscriptions'], secret } as Resource,
    policy('botPolicy', [{ resourceType: 'Observation' }]),
    policy('callerPolicy', [
      { resourceType: 'Bot', readonly: true },
      { resourceType: 'Agent', readonly: true },
      { resourceType: 'Device', readonly: true },
      { resourceType: 'Subscription' },
      { resourceType: 'Patient', criteria: 'Patient?gender=female', hiddenFields: ['birthDate'] },
    ]),
    ...bot('echo', { publicWebhook: true, identifier: [{ system: 'urn:bots', value: 'echo' }] }, 'botPolicy'),
    ...bot('asUser', { runAsUser: true }, 'botPolicy'),
    ...bot('private', { publicWebhook: true }),
    ...bot('empty', {}, 'botPolicy'),
    ...bot('silent', {}, 'botPolicy'),
    { resourceType: 'ClientApplication', id: botIds.caller, name: 'Caller', secret: clientSecret },
    membership('caller', 'ClientApplication', 'callerPolicy'),
    ...devices(),
  ];
}

function devices(): Resource[] {
  const url = 'mllp://127.0.0.1:2575';
  const endpoint = { reference: 'Endpoint/00000000-0000-4000-8000-000000000000' };
  return [
    { resourceType: 'Device', id: botIds.device, url },
    { resourceType: 'Device', id: botIds.deviceWithoutUrl },
    {
      resourceType: 'Agent',
      id: botIds.agent,
      name: 'Agent',
      status: 'active',
      channel: [{ name: 'ch1', endpoint, targetReference: { reference: `Bot/${botIds.echo}` } }],
    },
  ];
}

function policy(name: 'botPolicy' | 'callerPolicy', resource: NonNullable<AccessPolicy['resource']>): AccessPolicy {
  return { resourceType: 'AccessPolicy', id: botIds[name], resource };
}

type BotName = 'echo' | 'asUser' | 'private' | 'empty' | 'silent';

function bot(name: BotName, changes: Partial<Bot>, accessPolicy?: 'botPolicy'): Resource[] {
  return [
    { resourceType: 'Bot', id: botIds[name], name, runtimeVersion: 'vmcontext', ...changes },
    membership(name, 'Bot', accessPolicy),
  ];
}

function membership(
  name: BotName | 'caller',
  type: 'Bot' | 'ClientApplication',
  accessPolicy?: 'botPolicy' | 'callerPolicy',
): ProjectMembership {
  const holder = { reference: `${type}/${botIds[name]}`, display: name };
  return {
    resourceType: 'ProjectMembership',
    id: botMembershipId(name),
    project: { reference: `Project/${ids.project}` },
    user: holder,
    profile: holder,
    ...(accessPolicy && { accessPolicy: { reference: `AccessPolicy/${botIds[accessPolicy]}` } }),
  };
}
