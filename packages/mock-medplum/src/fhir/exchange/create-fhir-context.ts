import { createWork } from '#cost/work.ts';
import { createChangeFeed } from '#fhir-context/change-feed.ts';
import { createPolicy } from '#fhir-context/create-policy.ts';
import type { FhirContext } from '#fhir-context/fhir-context.ts';
import { checkCodes } from '#fhir/terminology/check-codes.ts';
import type { RequestContext } from '#http/request-context.ts';
import { notifySubscribers } from '#subscriptions/notify-subscribers.ts';
import type { Caller } from '#tenant/caller.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** Makes the context in which one request uses the tenant's resources. */
export function createFhirContext(tenant: Tenant, caller: Caller, request?: RequestContext): FhirContext {
  const checksCodes = caller.project.features?.includes('validate-terminology') === true;
  return {
    tenant,
    caller,
    policy: createPolicy(tenant, caller),
    request,
    work: createWork(),
    ...(checksCodes && { checkCodes }),
    changes: createChangeFeed((change) => notifySubscribers(tenant, change)),
  };
}
