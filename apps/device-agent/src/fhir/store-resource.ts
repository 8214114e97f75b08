import type { WithId } from '@medplum/core';
import { MedplumError } from '#medplum/error.ts';
import type { MedplumSession } from '#medplum/sign-in.ts';
import type { Storable } from '#queue/transaction.ts';

/** The search that finds a resource by its own identifier. */
export function ownQuery({ identifier: [first] }: Storable): string {
  return new URLSearchParams({ identifier: `${first?.system ?? ''}|${first?.value ?? ''}` }).toString();
}

/**
 * Stores a resource unless one with the same first identifier is there already (FHIR conditional create), so that
 * sending again after a lost answer never makes a second one. The search that the server does for it is subject to the
 * key's AccessPolicy, which is why the policy allows `search` besides `create`.
 */
export async function storeResource(session: MedplumSession, resource: Storable): Promise<string> {
  const stored: Partial<WithId<Storable>> | undefined = await session.withClient((client) =>
    client.createResourceIfNoneExist(resource, ownQuery(resource)),
  );
  // Only the server's own words count as a receipt.
  if (stored?.resourceType !== resource.resourceType || !stored.id) {
    throw new MedplumError('failed', `Medplum accepted the ${resource.resourceType} but did not return it`);
  }
  return `${stored.resourceType}/${stored.id}`;
}
