import { isIPv4 } from 'node:net';
import { type AgentTransmitRequest, allOk, ContentType, isValidHostname, parseSearchRequest } from '@medplum/core';
import type { Agent, Device } from '@medplum/fhirtypes';
import type { RequestHandler, Response } from 'express';
import { openContext } from '#fhir/exchange/open-context.ts';
import { badRequestError } from '#http/fhir-errors.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { TenantRepository } from '#repository/tenant-repository.ts';
import type { AgentReply } from '#tenant/agents.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { findAgent } from './find-agents.ts';
import { checkPushInput, type PushParameters, readPushInput } from './push-parameters.ts';

/**
 * `POST Agent/:id/$push` hands a message to the agent, for a device in its network. Without `waitForResponse` the answer
 * is good also when no agent is there; with it, the answer is the device's.
 */
export function push(tenant: Tenant): RequestHandler {
  return async (request, response) => {
    const repository = new TenantRepository(openContext(tenant, response));
    const agent = await findAgent(repository, request);
    const input = readPushInput(request.body);
    if (agent.status === 'off' && input['contentType'] !== ContentType.PING) {
      throw badRequestError("Agent is currently disabled. Agent.status is 'off'");
    }
    const parameters = checkPushInput(input);
    const message: AgentTransmitRequest = {
      type: 'agent:transmit:request',
      remote: await findRemote(repository, parameters),
      contentType: parameters.contentType,
      body: parameters.body,
    };
    if (parameters.waitForResponse) {
      sendReply(response, await sendAndWait(tenant, agent, message, parameters.waitTimeout));
    } else {
      tenant.agents.send(agent.id ?? '', message);
      sendOutcome(response, allOk);
    }
  };
}

/** The URL of the device that is meant. The caller must be allowed to read it. */
async function findRemote(repository: TenantRepository, parameters: PushParameters): Promise<string> {
  const { destination, contentType } = parameters;
  if (contentType === ContentType.PING && (isIPv4(destination) || isValidHostname(destination))) {
    return destination;
  }
  const device = await findDevice(repository, destination);
  if (!device) {
    throw badRequestError('Destination device not found');
  }
  if (!device.url) {
    throw badRequestError('Destination device missing url');
  }
  return device.url;
}

async function findDevice(repository: TenantRepository, destination: string): Promise<Device | undefined> {
  if (destination.startsWith('Device/')) {
    return repository.readReference<Device>({ reference: destination }).catch(() => undefined);
  }
  return destination.startsWith('Device?')
    ? repository.searchOne<Device>(parseSearchRequest<Device>(destination))
    : undefined;
}

async function sendAndWait(
  tenant: Tenant,
  agent: Agent,
  message: AgentTransmitRequest,
  milliseconds: number,
): Promise<AgentReply> {
  const callback = `Agent/${agent.id}-${tenant.random.uuid()}`;
  const replied = tenant.agents.awaitReply(callback, milliseconds);
  tenant.agents.send(agent.id ?? '', { ...message, callback });
  const reply = await replied;
  if (!reply) {
    throw badRequestError('Timeout');
  }
  return reply;
}

function sendReply(response: Response, reply: AgentReply): void {
  if (reply.type === 'agent:error' || (reply.statusCode ?? 0) >= 400) {
    throw badRequestError(String(reply.body));
  }
  response.type(reply.contentType ?? ContentType.TEXT).send(reply.body);
}
