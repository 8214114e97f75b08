import type { FhirRepository } from '@medplum/fhir-router';
import type { Resource } from '@medplum/fhirtypes';
import type { EffectivePolicy } from '#access-policy/effective-policy.ts';
import type { Work } from '#cost/work.ts';
import type { RequestContext } from '#http/request-context.ts';
import type { FhirQuota } from '#rate-limit/fhir-quota.ts';
import type { Caller } from '#tenant/caller.ts';
import type { Tenant } from '#tenant/tenant.ts';
import type { ChangeFeed } from './change-feed.ts';

/** Refuses a resource with codes that its ValueSets do not have. It looks nothing up outside of the tenant. */
export type CheckCodes = (repository: FhirRepository, resource: Resource) => Promise<void>;

/** The context of one request: its tenant, its caller and the caller's policy. */
export type FhirContext = Readonly<{
  tenant: Tenant;
  caller: Caller;
  policy: EffectivePolicy;
  /** The request's ids, for the events that it leaves behind. */
  request?: RequestContext | undefined;
  /** Takes the cost of each interaction; absent when there are no limits. */
  quota?: FhirQuota | undefined;
  /** What the request may still cost. */
  work: Work;
  /** What a resource costs that is found or read, besides being sent. Default is nothing. */
  costOfResult?: ((resource: Resource) => number) | undefined;
  /** Checks the codes of a resource that is about to be written; absent unless the project asks for it. */
  checkCodes?: CheckCodes | undefined;
  /** Announces what the request changed. */
  changes?: ChangeFeed | undefined;
}>;
