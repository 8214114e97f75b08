import type { AccessPolicyResource } from '@medplum/fhirtypes';

/** What a policy can allow. `patch` counts as `update`. */
export type Interaction = NonNullable<AccessPolicyResource['interaction']>[number];

/** The rule that a refused request broke. `entries` are places in the caller's policy, counted from 0. */
export type Refusal =
  /** No entry grants the interaction on this type. Medplum answers 403. */
  | Readonly<{ allowed: false; rule: 'type'; resourceType: string; interaction: Interaction }>
  /** The resource is outside every entry's criteria. 404 for what is there, 403 for what is being written. */
  | Readonly<{
      allowed: false;
      rule: 'criteria';
      resourceType: string;
      criteria: readonly string[];
      entries: readonly number[];
    }>
  /** The entry's FHIRPath constraint on writes does not hold. 403. */
  | Readonly<{
      allowed: false;
      rule: 'write-constraint';
      resourceType: string;
      expression: string;
      entries: readonly number[];
    }>;
