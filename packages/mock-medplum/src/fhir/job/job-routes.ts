import { accepted, allOk, OperationOutcomeError, badRequest } from '@medplum/core';
import type { AsyncJob } from '@medplum/fhirtypes';
import { type RequestHandler, Router } from 'express';
import { openContext } from '#fhir/exchange/open-context.ts';
import { sendFhirResponse } from '#fhir/exchange/send-fhir-response.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { TenantRepository } from '#repository/tenant-repository.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { endJob, isEnded } from './end-job.ts';
import { jobUrl } from './job-url.ts';

/** `/fhir/R4/job/:id/status`: the state of a job, and its cancellation. */
export function jobRoutes(tenant: Tenant): Router {
  return Router().get('/:id/status', readStatus(tenant)).delete('/:id/status', cancel(tenant));
}

function readStatus(tenant: Tenant): RequestHandler<{ id: string }> {
  return async (request, response) => {
    const repository = new TenantRepository(openContext(tenant, response));
    const job = await repository.readResource<AsyncJob>('AsyncJob', request.params.id);
    if (isEnded(job)) {
      sendFhirResponse(request, response, tenant.baseUrl, [allOk, job]);
      return;
    }
    const address = jobUrl(tenant.baseUrl, job.id);
    response.set('Content-Location', address);
    sendFhirResponse(request, response, tenant.baseUrl, [accepted(address), job]);
  };
}

/** @throws OperationOutcomeError 400 when the job is over. */
function cancel(tenant: Tenant): RequestHandler<{ id: string }> {
  return async (request, response) => {
    const context = openContext(tenant, response);
    const job = await new TenantRepository(context).readResource<AsyncJob>('AsyncJob', request.params.id);
    if (isEnded(job)) {
      throw new OperationOutcomeError(
        badRequest(`AsyncJob cannot be cancelled if status is not 'accepted', job had status '${job.status}'`),
      );
    }
    endJob(context, job.id, 'cancelled');
    sendOutcome(response, {
      resourceType: 'OperationOutcome',
      id: 'accepted',
      issue: [{ severity: 'information', code: 'informational', details: { text: 'Accepted' } }],
    });
  };
}
