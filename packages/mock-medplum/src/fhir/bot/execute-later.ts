import { accepted } from '@medplum/core';
import type { AsyncJob, ParametersParameter } from '@medplum/fhirtypes';
import type { Request, Response } from 'express';
import type { BotResult } from '#bots/execute-bot.ts';
import { openContext } from '#fhir/exchange/open-context.ts';
import { endJob } from '#fhir/job/end-job.ts';
import { jobUrl } from '#fhir/job/job-url.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { TenantRepository } from '#repository/tenant-repository.ts';
import type { Tenant } from '#tenant/tenant.ts';

/**
 * Answers 202 with the address of an AsyncJob, and runs a Bot afterwards. What it returns is in the output of the job.
 *
 * @see FHIR R5 §3.2.0.14 (asynchronous interaction request)
 */
export async function executeLater(
  tenant: Tenant,
  request: Request,
  response: Response,
  run: () => Promise<BotResult>,
): Promise<void> {
  const context = openContext(tenant, response);
  const { id } = await new TenantRepository(context).createResource<AsyncJob>({
    resourceType: 'AsyncJob',
    status: 'accepted',
    request: tenant.baseUrl + request.originalUrl.slice(request.originalUrl.indexOf('fhir/R4')),
    requestTime: tenant.clock().toISOString(),
  });
  const address = jobUrl(tenant.baseUrl, id);
  sendOutcome(response.set('Content-Location', address), accepted(address));
  try {
    const result = await run();
    endJob(context, id, result.success ? 'completed' : 'error', outputOf(result));
  } catch (error) {
    tenant.log({ event: 'job-failed', id, error: String(error) });
    endJob(context, id, 'error');
  }
}

function outputOf(result: BotResult): ParametersParameter {
  if (!result.success) {
    return { name: 'outcome', resource: result.outcome };
  }
  const { returnValue = 'All OK' } = result;
  const name = 'responseBody';
  if (typeof returnValue === 'boolean') {
    return { name, valueBoolean: returnValue };
  }
  return { name, valueString: typeof returnValue === 'string' ? returnValue : JSON.stringify(returnValue) };
}
