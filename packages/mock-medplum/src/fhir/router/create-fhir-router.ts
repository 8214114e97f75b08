import { allOk, OperationOutcomeError, validationError } from '@medplum/core';
import { FhirRouter, type HttpMethod } from '@medplum/fhir-router';
import type { Resource } from '@medplum/fhirtypes';
import { isResourceTypeName } from '#definitions/load-definitions.ts';
import { validate } from '#definitions/validate.ts';
import { expandProfile } from '#fhir/operations/expand-profile.ts';
import { graphqlAnswer } from '#fhir/operations/graphql-answer.ts';
import { patientEverything } from '#fhir/operations/patient-everything.ts';
import { pricedForGraphql } from '#fhir/operations/priced-for-graphql.ts';
import { smartLaunch } from '#fhir/operations/smart-launch.ts';
import { addTerminology } from '#fhir/terminology/add-terminology.ts';
import { fhirRoutesNotServed } from '#http/medplum-routes.ts';
import { notServed, readRoutes } from '#http/not-served.ts';
import type { TenantRepository } from '#repository/tenant-repository.ts';
import { graphqlHandler } from './graphql-handler.ts';

/** Options that a project can switch on. */
export type FhirRouterOptions = Readonly<{ introspectionEnabled: boolean }>;

const routers = new Map<boolean, FhirRouter>();

/** The router for some options. It keeps nothing of a request, so all tenants share it, and a new one costs nothing. */
export function sharedFhirRouter(options: FhirRouterOptions): FhirRouter {
  const router = routers.get(options.introspectionEnabled) ?? createFhirRouter(options);
  routers.set(options.introspectionEnabled, router);
  return router;
}

/**
 * Makes the router that reads FHIR's URLs: @medplum/fhir-router's, and the operations that it leaves to servers. It is
 * to be driven with a TenantRepository.
 */
function createFhirRouter(options: FhirRouterOptions): FhirRouter {
  const router = new FhirRouter(options);
  // Medplum does not compare the type with that of the URL.
  router.add('POST', ':resourceType/$validate', async ({ body }) => {
    const resource = body as Resource;
    if (!isResourceTypeName(resource.resourceType)) {
      throw new OperationOutcomeError(validationError('Invalid resource type'));
    }
    validate(resource);
    return [allOk];
  });
  for (const method of ['GET', 'POST'] as const) {
    router.add(method, 'Patient/:id/$everything', async (request, repository) =>
      patientEverything(request, repository, (type) => (repository as TenantRepository).maySearch(type)),
    );
  }
  router.add('POST', 'StructureDefinition/$expand-profile', async (request, repository) =>
    expandProfile(request, repository, (repository as TenantRepository).baseUrl),
  );
  router.add('GET', 'ClientApplication/:id/$smart-launch', async (request, repository) =>
    smartLaunch(request, repository, (repository as TenantRepository).baseUrl),
  );
  addTerminology(router);
  for (const { method, path } of readRoutes(fhirRoutesNotServed)) {
    const outcome = notServed({ method, path });
    router.add(method as HttpMethod, path.slice('/fhir/R4/'.length), async () => [outcome]);
  }
  for (const route of router.router.routes) {
    if (route.path[0]?.value === '$graphql') {
      route.handler = async (request, repository, ...rest) => {
        const priced = pricedForGraphql(repository as TenantRepository, request.body);
        const { query } = (request.body ?? {}) as Readonly<{ query?: unknown }>;
        const answer = await graphqlHandler({ ...options, query: String(query), stored: priced.storedTypes });
        return graphqlAnswer(await answer(request, priced, ...rest));
      };
    }
  }
  return router;
}
