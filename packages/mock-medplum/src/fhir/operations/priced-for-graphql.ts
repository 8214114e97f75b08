import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { isInProject } from '#fhir-context/authorize-read.ts';
import type { FhirContext } from '#fhir-context/fhir-context.ts';
import type { TenantRepository } from '#repository/tenant-repository.ts';
import { checkGraphql } from './check-graphql.ts';
import { graphqlCost } from './graphql-cost.ts';
import { graphqlWeights } from './graphql-weights.ts';

/**
 * Returns the repository in which each resource costs what a GraphQL query makes of it.
 *
 * @throws OperationOutcomeError 400 `too-costly` when the query itself costs too much.
 */
export function pricedForGraphql(repository: TenantRepository, body: unknown): TenantRepository {
  const priced = repository.priced((context) => {
    const document = checkGraphql(context.work, body ?? {});
    return document && graphqlCost(graphqlWeights(document), (reference) => find(context, reference));
  });
  const search = priced.search.bind(priced);
  // A list without matches is an empty list in GraphQL, where REST leaves the member out. One that nobody asked for is null.
  priced.search = async (request) => ({ ...(request.count !== 0 && { entry: [] }), ...(await search(request)) });
  return priced;
}

function find(context: FhirContext, reference: string): Resource | undefined {
  const [type = '', id = ''] = reference.split('/');
  const resource = context.tenant.store.get(type as ResourceType, id);
  return resource && isInProject(resource, context) ? resource : undefined;
}
