import { allOk, ContentType, normalizeOperationOutcome } from '@medplum/core';
import type { Agent, Bundle, OperationOutcome, Parameters, Resource } from '@medplum/fhirtypes';
import type { Request, RequestHandler } from 'express';
import { openContext } from '#fhir/exchange/open-context.ts';
import { badRequestError } from '#http/fhir-errors.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { TenantRepository } from '#repository/tenant-repository.ts';
import type { AgentReply } from '#tenant/agents.ts';
import type { Tenant } from '#tenant/tenant.ts';
import type { AgentOperation } from './agent-operations.ts';
import { searchAgents } from './find-agents.ts';

const maxAgents = 100;

/**
 * Asks agents through their sockets: the one of the path, or all that the query finds, of which each has its own answer
 * in a Bundle. An agent that is not there does not answer in time.
 *
 * @throws OperationOutcomeError 400 when no agent is found, or the one of the path does not do it.
 */
export function askAgents(tenant: Tenant, operation: AgentOperation): RequestHandler {
  return async (request, response) => {
    const repository = new TenantRepository(openContext(tenant, response));
    const { id } = request.params;
    const { _count: count } = request.query;
    if (typeof count === 'string' && Number.parseInt(count, 10) > maxAgents) {
      throw badRequestError(`'_count' of ${count} is greater than max of ${maxAgents}`);
    }
    if (typeof id === 'string') {
      const agent = await repository.readResource<Agent>('Agent', id);
      const result = await ask(tenant, agent, operation, request);
      if (result.resourceType === 'OperationOutcome') {
        sendOutcome(response, result);
      } else {
        response.type(ContentType.FHIR_JSON).send(JSON.stringify(result));
      }
      return;
    }
    const agents = await searchAgents(repository, withoutOwn(request, operation));
    const entry = agents.map(async (agent) => ({
      resource: wrap(agent, await ask(tenant, agent, operation, request).catch(normalizeOperationOutcome)),
    }));
    const bundle: Bundle = { resourceType: 'Bundle', type: 'collection', entry: await Promise.all(entry) };
    response.type(ContentType.FHIR_JSON).send(JSON.stringify(bundle));
  };
}

/** What the operation reads of the query does not search. */
function withoutOwn({ query }: Request, { parameters = [] }: AgentOperation): Pick<Request, 'query'> {
  return { query: Object.fromEntries(Object.entries(query).filter(([name]) => !parameters.includes(name))) };
}

async function ask(
  tenant: Tenant,
  agent: Agent,
  { name, waitMs, message, describe }: AgentOperation,
  { query }: Request,
): Promise<OperationOutcome | Parameters> {
  const callback = `Agent/${agent.id}-${tenant.random.uuid()}`;
  const replied = tenant.agents.awaitReply(callback, waitMs(query));
  tenant.agents.send(agent.id ?? '', { type: `agent:${name}:request`, ...message?.(query), callback });
  const reply = checkReply(await replied, name);
  return describe ? { resourceType: 'Parameters', parameter: describe(reply) } : allOk;
}

function checkReply(reply: AgentReply | undefined, name: string): AgentReply {
  if (!reply) {
    throw badRequestError('Timeout');
  }
  if (reply.type === 'agent:error') {
    throw badRequestError(String(reply.body));
  }
  if (reply.type !== `agent:${name}:response`) {
    throw badRequestError('Invalid response received from agent');
  }
  return reply;
}

function wrap(agent: Agent, result: Resource): Parameters {
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'agent', resource: agent },
      { name: 'result', resource: result },
    ],
  };
}
