import { isNotFound } from '@medplum/core';
import type { FhirRequest, HttpMethod } from '@medplum/fhir-router';
import { type Request, type RequestHandler, Router } from 'express';
import { loadDefinitions } from '#definitions/load-definitions.ts';
import { callerOf } from '#http/caller-of.ts';
import { TenantRepository } from '#repository/tenant-repository.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { binaryRoutes } from './binary/binary-routes.ts';
import { openContext } from './exchange/open-context.ts';
import { sendFhirResponse } from './exchange/send-fhir-response.ts';
import { asyncBatch } from './job/async-batch.ts';
import { jobRoutes } from './job/job-routes.ts';
import { refuseCustomOperation } from './operations/refuse-custom-operation.ts';
import { rotateSecret } from './operations/rotate-secret.ts';
import { sharedFhirRouter } from './router/create-fhir-router.ts';

/** FHIR R4, to be mounted at `/fhir/R4` behind `authenticate` and the body parsers. */
export function fhirRoutes(tenant: Tenant): Router {
  loadDefinitions();
  const routes = Router();
  routes.use('/Binary', binaryRoutes(tenant));
  routes.use('/job', jobRoutes(tenant));
  routes.post('/', asyncBatch(tenant));
  routes.post('/ClientApplication/:id/$rotate-secret', rotateSecret(tenant));
  routes.use(answerFhir(tenant));
  return routes;
}

function answerFhir(tenant: Tenant): RequestHandler {
  const plainRouter = sharedFhirRouter({ introspectionEnabled: false });
  const openRouter = sharedFhirRouter({ introspectionEnabled: true });

  return async (request, response) => {
    const features = callerOf(response).project.features ?? [];
    const isOpen = tenant.settings.introspectionEnabled || features.includes('graphql-introspection');
    const router = isOpen ? openRouter : plainRouter;
    const repository = new TenantRepository(openContext(tenant, response));
    const work = fhirRequest(request, features.includes('transaction-bundles'));
    const answer = await router.handleRequest(work, repository);
    if (isNotFound(answer[0])) {
      await refuseCustomOperation(request.url, repository);
    }
    sendFhirResponse(request, response, tenant.baseUrl, answer);
  };
}

function fhirRequest(request: Request, transactions: boolean): FhirRequest {
  return {
    method: request.method as HttpMethod,
    url: request.url,
    pathname: '',
    // An absent body is read as an empty resource, which is then refused for what it lacks.
    body: (request.body as unknown) ?? {},
    params: {},
    query: {},
    headers: request.headers,
    config: { transactions },
  };
}
