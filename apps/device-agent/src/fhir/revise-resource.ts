import { OperationOutcomeError, type WithId } from '@medplum/core';
import type { Identifier } from '@medplum/fhirtypes';
import { isRefusedByPolicy } from '#medplum/error.ts';
import type { MedplumSession } from '#medplum/sign-in.ts';
import type { Storable } from '#queue/transaction.ts';
import { storeResource } from './store-resource.ts';

/**
 * Puts a correction in the place of what it corrects: the latest resource with the same place in its order. That one
 * keeps its id and all its identifiers, so neither it nor the correction is made anew when it is sent again. Where there
 * is none, or the AccessPolicy allows no update, the correction is stored beside it.
 */
export async function reviseResource(session: MedplumSession, resource: Storable, place: Identifier): Promise<string> {
  const found = await session.withClient((client) =>
    client.searchResources(
      resource.resourceType,
      new URLSearchParams({ identifier: `${place.system}|${place.value}`, _sort: '-_lastUpdated', _count: '20' }),
    ),
  );
  const stored = found as unknown as readonly WithId<Storable>[];
  const applied = stored.find(({ identifier }) => includes(identifier, resource.identifier[0]));
  if (applied) {
    return `${applied.resourceType}/${applied.id}`;
  }
  const [latest] = stored;
  return latest ? replace(session, latest, resource) : storeResource(session, resource);
}

async function replace(session: MedplumSession, before: WithId<Storable>, resource: Storable): Promise<string> {
  const added = resource.identifier.filter((one) => !includes(before.identifier, one));
  const after = { ...resource, id: before.id, identifier: [...before.identifier, ...added] } as WithId<Storable>;
  const headers = { 'If-Match': `W/"${before.meta?.versionId}"` };
  try {
    await session.withClient((client) => client.updateResource(after, { headers }));
  } catch (error) {
    if (error instanceof OperationOutcomeError && isRefusedByPolicy(error)) {
      return storeResource(session, resource);
    }
    throw error;
  }
  return `${before.resourceType}/${before.id}`;
}

function includes(identifiers: readonly Identifier[], wanted: Identifier | undefined): boolean {
  return identifiers.some(({ system, value }) => system === wanted?.system && value === wanted?.value);
}
