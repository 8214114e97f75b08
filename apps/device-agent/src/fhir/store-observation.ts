import type { WithId } from '@medplum/core';
import type { Identifier, Observation } from '@medplum/fhirtypes';
import { MedplumError } from '#medplum/error.ts';
import type { MedplumSession } from '#medplum/sign-in.ts';

/**
 * Stores an Observation unless one with the same first identifier is there already (FHIR conditional create), so that
 * sending again after a lost answer never makes a second one. The search that the server does for it is subject to the
 * key's AccessPolicy, which is why the policy allows `search` besides `create`.
 */
export async function storeObservation(
  session: MedplumSession,
  observation: Observation & { identifier: Identifier[] },
): Promise<string> {
  const [{ system = '', value = '' } = {}] = observation.identifier;
  const query = new URLSearchParams({ identifier: `${system}|${value}` }).toString();
  const stored: Partial<WithId<Observation>> | undefined = await session.withClient((client) =>
    client.createResourceIfNoneExist(observation, query),
  );
  // Only the server's own words count as a receipt.
  if (stored?.resourceType !== 'Observation' || !stored.id) {
    throw new MedplumError('failed', 'Medplum accepted the Observation but did not return it');
  }
  return `Observation/${stored.id}`;
}
