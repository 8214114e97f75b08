import { ContentType } from '@medplum/core';
import type { Agent, Bot, Reference } from '@medplum/fhirtypes';
import { type BotResult, executeBot } from '#bots/execute-bot.ts';
import { tokenCaller } from '#caller/token-caller.ts';
import { createFhirContext } from '#fhir/exchange/create-fhir-context.ts';
import { parseJson } from '#json/parse-json.ts';
import { TenantRepository } from '#repository/tenant-repository.ts';
import { readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';
import type { AgentMessage } from './agent-message.ts';

const jsonTypes: ReadonlySet<string> = new Set([ContentType.JSON, ContentType.FHIR_JSON]);

/** Whose socket a message came from. */
export type TransmitSource = Readonly<{ agentId: string | undefined; remoteAddress: string }>;

/**
 * Runs the Bot of the channel that a message of a device came in by, and returns the answer for the device. The Bot runs
 * as the membership of the agent's token, and not as its own: it can do what the agent's policy allows.
 *
 * @throws Error with what Medplum tells the agent.
 */
export async function transmit(
  tenant: Tenant,
  message: AgentMessage,
  { agentId, remoteAddress }: TransmitSource,
): Promise<object> {
  const { accessToken, channel, remote, contentType, callback } = message;
  if (!agentId) {
    throw new Error('Not connected');
  }
  if (!accessToken) {
    throw new Error('Missing access token');
  }
  if (!channel) {
    throw new Error('Missing channel');
  }
  if (!message.body) {
    throw new Error('Missing body');
  }
  const caller = await tokenCaller(tenant, accessToken, remoteAddress);
  if (!caller) {
    throw new Error('Invalid access token');
  }
  const repository = new TenantRepository(createFhirContext(tenant, caller));
  const agent = await repository.readResource<Agent>('Agent', agentId);
  const bot = await readBot(repository, agent, channel);
  const result = await executeBot(tenant, {
    agent,
    bot: readResource(tenant.store, 'Bot', bot.id ?? ''),
    runAs: caller.membership,
    requester: caller.membership.profile,
    contentType,
    input: jsonTypes.has(contentType ?? '') ? parseJson(message.body) : message.body,
  });
  return {
    type: 'agent:transmit:response',
    channel,
    remote,
    contentType: result.success ? contentType : ContentType.JSON,
    statusCode: result.success ? 200 : 400,
    body: bodyOf(result),
    callback,
  };
}

async function readBot(repository: TenantRepository, agent: Agent, channel: string): Promise<Bot> {
  const found = agent.channel?.find(({ name }) => name === channel);
  if (!found) {
    throw new Error('Channel not found');
  }
  return repository.readReference<Bot>(found.targetReference as Reference<Bot>);
}

/** A Bot that returns nothing is answered for by its log. */
function bodyOf(result: BotResult): unknown {
  if (!result.success) {
    return JSON.stringify(result.outcome);
  }
  return result.returnValue ? result.returnValue : `Bot execution logs:\n${result.log}`;
}
