import type { Response } from 'express';
import type { FhirContext } from '#fhir-context/fhir-context.ts';
import { callerOf } from '#http/caller-of.ts';
import { contextOf } from '#http/request-context.ts';
import { fhirQuota } from '#rate-limit/fhir-quota.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { createFhirContext } from './create-fhir-context.ts';

/** Makes the context of the request behind a response. The request must have been authenticated. */
export function openContext(tenant: Tenant, response: Response): FhirContext {
  const caller = callerOf(response);
  const context = createFhirContext(tenant, caller, contextOf(response));
  return { ...context, quota: fhirQuota(tenant, caller, response) };
}
