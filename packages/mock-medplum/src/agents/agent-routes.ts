import { ContentType } from '@medplum/core';
import type { Agent, Bundle, Parameters } from '@medplum/fhirtypes';
import { type RequestHandler, type Response, Router } from 'express';
import { openContext } from '#fhir/exchange/open-context.ts';
import { TenantRepository } from '#repository/tenant-repository.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { agentOperations } from './agent-operations.ts';
import { askAgents } from './ask-agents.ts';
import { findAgent, searchAgents } from './find-agents.ts';
import { push } from './push.ts';

/** The operations on agents, to be mounted at `/fhir/R4` behind `authenticate`. */
export function agentRoutes(tenant: Tenant): Router {
  const routes = Router();
  routes.post(pathsOf('push'), push(tenant));
  routes.get(pathsOf('status'), status(tenant));
  routes.get(['/$bulk-status', '/%24bulk-status'], bulkStatus(tenant));
  for (const [name, operation] of Object.entries(agentOperations)) {
    routes.get(pathsOf(name), askAgents(tenant, operation));
  }
  return Router().use('/Agent', routes);
}

function pathsOf(name: string): string[] {
  return [`$${name}`, `%24${name}`].flatMap((operation) => [`/${operation}`, `/:id/${operation}`]);
}

/** `Agent/:id/$status` tells whether the agent's socket is open. */
function status(tenant: Tenant): RequestHandler {
  return async (request, response) => {
    send(response, statusOf(tenant, await findAgent(repositoryOf(tenant, response), request)));
  };
}

/** `Agent/$bulk-status` tells it of every agent that the query finds. */
function bulkStatus(tenant: Tenant): RequestHandler {
  return async (request, response) => {
    const agents = await searchAgents(repositoryOf(tenant, response), request);
    const entry = agents.map((agent) => ({ resource: withAgent(agent, statusOf(tenant, agent)) }));
    send(response, { resourceType: 'Bundle', type: 'collection', entry });
  };
}

function repositoryOf(tenant: Tenant, response: Response): TenantRepository {
  return new TenantRepository(openContext(tenant, response));
}

function statusOf(tenant: Tenant, agent: Agent): Parameters {
  const known = tenant.agents.status(agent.id ?? '');
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'status', valueCode: known.status },
      { name: 'version', valueString: known.version },
      ...(known.lastUpdated ? [{ name: 'lastUpdated', valueInstant: known.lastUpdated }] : []),
    ],
  };
}

function withAgent(agent: Agent, result: Parameters): Parameters {
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'agent', resource: agent },
      { name: 'result', resource: result },
    ],
  };
}

function send(response: Response, resource: Parameters | Bundle): void {
  response.type(ContentType.FHIR_JSON).send(JSON.stringify(resource));
}
