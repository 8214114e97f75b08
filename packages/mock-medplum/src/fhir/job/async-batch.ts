import { accepted } from '@medplum/core';
import type { FhirRequest } from '@medplum/fhir-router';
import type { AsyncJob, Bundle, Parameters } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import type { FhirContext } from '#fhir-context/fhir-context.ts';
import { storeBinary } from '#fhir/binary/store-binary.ts';
import { openContext } from '#fhir/exchange/open-context.ts';
import { sharedFhirRouter } from '#fhir/router/create-fhir-router.ts';
import { badRequestError } from '#http/fhir-errors.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { TenantRepository } from '#repository/tenant-repository.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { endJob } from './end-job.ts';
import { jobUrl } from './job-url.ts';

/**
 * `POST /fhir/R4` with `Prefer: respond-async`: takes a batch in, answers 202 with the address of its AsyncJob, and
 * works on it afterwards as the caller. The result is a Binary that the job names.
 *
 * @see FHIR R5 §3.2.0.14 (asynchronous interaction request)
 */
export function asyncBatch(tenant: Tenant): RequestHandler {
  const router = sharedFhirRouter({ introspectionEnabled: false });

  return async (request, response, next) => {
    if (request.get('prefer') !== 'respond-async') {
      next();
      return;
    }
    const context = openContext(tenant, response);
    const { features = [] } = context.caller.project;
    if (!features.includes('async-batch')) {
      throw badRequestError('Async Batch feature not available');
    }
    const bundle = readBundle(request.body);
    if (bundle.type === 'transaction' && features.includes('transaction-bundles')) {
      throw badRequestError('Transaction batches cannot be executed asynchronously', 'Bundle.type');
    }
    const repository = new TenantRepository(context);
    const job = await repository.createResource<AsyncJob>({
      resourceType: 'AsyncJob',
      status: 'accepted',
      request: `${tenant.baseUrl}fhir/R4`,
      requestTime: tenant.clock().toISOString(),
    });
    const address = jobUrl(tenant.baseUrl, job.id);
    sendOutcome(response.set('Content-Location', address), accepted(address));
    void work(context, job.id, async () => {
      const [outcome, result] = await router.handleRequest(batchRequest(bundle), repository);
      const content = Buffer.from(JSON.stringify(result ?? outcome));
      const binary = storeBinary(context, { contentType: 'application/fhir+json' }, content);
      return { name: 'results', valueReference: { reference: `Binary/${binary.id}` } };
    });
  };
}

function readBundle(body: unknown): Bundle {
  if ((body as Partial<Bundle> | undefined)?.resourceType !== 'Bundle') {
    throw badRequestError('Expected request body to be a Bundle');
  }
  return body as Bundle;
}

function batchRequest(body: Bundle): FhirRequest {
  return { method: 'POST', url: '/', pathname: '', params: {}, query: {}, body };
}

/** Does a job's work and stores its result. It never throws, because nobody awaits it. */
async function work(
  context: FhirContext,
  id: string,
  task: () => Promise<NonNullable<Parameters['parameter']>[number]>,
): Promise<void> {
  try {
    endJob(context, id, 'completed', await task());
  } catch (error) {
    context.tenant.log({ event: 'job-failed', id, error: String(error) });
    endJob(context, id, 'error', {
      name: 'outcome',
      resource: {
        resourceType: 'OperationOutcome',
        issue: [
          {
            severity: 'error',
            code: 'exception',
            details: { text: 'Internal server error' },
            diagnostics: String(error),
          },
        ],
      },
    });
  }
}
