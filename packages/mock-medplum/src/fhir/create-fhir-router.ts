import { allOk } from '@medplum/core';
import { FhirRouter } from '@medplum/fhir-router';
import type { Resource } from '@medplum/fhirtypes';

import { badRequestError } from './fhir-errors.ts';
import { loadAllResourceTypes } from './load-definitions.ts';
import { validate } from './validate.ts';

/** What a project may switch on. */
export type FhirRouterOptions = Readonly<{ introspectionEnabled: boolean }>;

/** Makes the router that reads FHIR's URLs: @medplum/fhir-router's, and the operations that it leaves to servers. */
export function createFhirRouter(options: FhirRouterOptions): FhirRouter {
  const router = new FhirRouter(options);
  router.add('POST', ':resourceType/$validate', async ({ params, body }) => {
    const resource = body as Resource;
    if (resource.resourceType !== params['resourceType']) {
      throw badRequestError('Incorrect resource type');
    }
    validate(resource);
    return [allOk];
  });
  for (const route of router.router.routes) {
    if (route.path[0]?.value === '$graphql') {
      const answer = route.handler;
      route.handler = async (...request) => {
        loadAllResourceTypes();
        return answer(...request);
      };
    }
  }
  return router;
}
