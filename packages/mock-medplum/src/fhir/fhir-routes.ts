import { resolveId } from '@medplum/core';
import type { FhirRequest, HttpMethod } from '@medplum/fhir-router';
import { type Request, type RequestHandler, type Response, Router } from 'express';

import { effectivePolicy } from '#access-policy/effective-policy.ts';
import { callerOf } from '#http/caller-of.ts';
import { contextOf } from '#http/request-context.ts';
import type { Caller } from '#tenant/caller.ts';
import type { Tenant } from '#tenant/tenant.ts';

import { createFhirRouter } from './create-fhir-router.ts';
import type { FhirContext } from './fhir-context.ts';
import { loadDefinitions } from './load-definitions.ts';
import { sendFhirResponse } from './send-fhir-response.ts';
import { TenantRepository } from './tenant-repository.ts';

/** FHIR R4, to be mounted at `/fhir/R4` behind `authenticate` and the body parsers. */
export function fhirRoutes(tenant: Tenant): Router {
  loadDefinitions();
  return Router().use(answerFhir(tenant));
}

function answerFhir(tenant: Tenant): RequestHandler {
  const plainRouter = createFhirRouter({ introspectionEnabled: false });
  const openRouter = createFhirRouter({ introspectionEnabled: true });

  return async (request, response) => {
    const caller = callerOf(response);
    const features = caller.project.features ?? [];
    const router = features.includes('graphql-introspection') ? openRouter : plainRouter;
    const repository = new TenantRepository(fhirContext(tenant, caller, response));
    const work = fhirRequest(request, features.includes('transaction-bundles'));
    sendFhirResponse(request, response, tenant.baseUrl, await router.handleRequest(work, repository));
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

function fhirContext(tenant: Tenant, caller: Caller, response: Response): FhirContext {
  const { project, membership, accessPolicy, scope } = caller;
  const launchPatient = findLaunchPatient(tenant, caller);
  return {
    tenant,
    caller,
    policy: effectivePolicy({ accessPolicy, project, membership, scope, launchPatient }),
    request: contextOf(response),
  };
}

/** A SMART launch is about one patient, to whom the scopes that begin with `patient/` are confined. */
function findLaunchPatient(tenant: Tenant, { login }: Caller): string | undefined {
  const launch = login?.launch && tenant.store.get('SmartAppLaunch', resolveId(login.launch) ?? '');
  return launch?.patient?.reference;
}
