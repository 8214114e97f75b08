import { Operator, parseSearchRequest } from '@medplum/core';
import type { Agent } from '@medplum/fhirtypes';
import type { Request } from 'express';
import { badRequestError } from '#http/fhir-errors.ts';
import type { TenantRepository } from '#repository/tenant-repository.ts';

/**
 * Finds the agent that a request is about, by the id in its path or by `?identifier=`.
 *
 * @throws OperationOutcomeError 400 when it names none, 403, 404 or 410 when the caller cannot read it.
 */
export async function findAgent(repository: TenantRepository, { params, query }: Request): Promise<Agent> {
  const { id } = params;
  if (typeof id === 'string') {
    return repository.readResource<Agent>('Agent', id);
  }
  const { identifier } = query;
  if (typeof identifier === 'string' && identifier !== '') {
    const filters = [{ code: 'identifier', operator: Operator.EQUALS, value: identifier }];
    const found = await repository.searchOne<Agent>({ resourceType: 'Agent', filters });
    if (found) {
      return found;
    }
  }
  throw badRequestError('Must specify agent ID or identifier');
}

/**
 * Finds the agents that the query of a request asks for.
 *
 * @throws OperationOutcomeError 400 when there is none.
 */
export async function searchAgents(repository: TenantRepository, { query }: Pick<Request, 'query'>): Promise<Agent[]> {
  const agents = await repository.searchResources<Agent>(
    parseSearchRequest<Agent>('Agent', query as Record<string, string>),
  );
  if (agents.length === 0) {
    throw badRequestError('No agent(s) for given query');
  }
  return agents;
}
