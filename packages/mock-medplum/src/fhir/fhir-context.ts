import type { Extension } from '@medplum/fhirtypes';

import type { EffectivePolicy } from '#access-policy/effective-policy.ts';
import type { Caller } from '#tenant/caller.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** What one request knows: where it is, who asks and what they may do. */
export type FhirContext = Readonly<{
  tenant: Tenant;
  caller: Caller;
  policy: EffectivePolicy;
  /** The request's ids, for the events that it leaves behind. */
  tracing?: Extension | undefined;
}>;
