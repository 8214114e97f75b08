import type { MedplumClient } from '@medplum/core';
import type { AccessPolicy } from '@medplum/fhirtypes';

/** What Medplum says of this key: the policy that it applies, and rights that no policy limits. */
export type PolicyInForce = Readonly<{ policy: AccessPolicy | undefined; isAdmin: boolean }>;

type Me = Readonly<{
  accessPolicy?: AccessPolicy;
  membership?: Readonly<{ admin?: boolean }>;
  project?: Readonly<{ superAdmin?: boolean }>;
}>;

/** Asks Medplum for the policy in force (`GET /auth/me`), its parameters filled in. It leaves nothing behind. */
export async function readPolicyInForce(client: MedplumClient): Promise<PolicyInForce> {
  const me = (await client.get('auth/me')) as Me;
  return { policy: me.accessPolicy, isAdmin: me.membership?.admin === true || me.project?.superAdmin === true };
}
