import { ContentType } from '@medplum/core';
import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { MedplumError, outcomeReason } from '#medplum/error.ts';
import type { MedplumSession } from '#medplum/sign-in.ts';
import type { Storable } from '#queue/transaction.ts';
import { ownQuery } from './store-resource.ts';

/** What became of one resource of a batch: stored, refused for good, or not done because the server broke on it. */
export type BatchAnswer =
  | Readonly<{ state: 'stored'; reference: string }>
  | Readonly<{ state: 'refused'; reason: string }>
  | Readonly<{ state: 'failed'; error: MedplumError }>;

/**
 * Stores many resources with one request (FHIR batch), each on the condition that none with its first identifier is
 * there. The answers come in the order of the resources.
 *
 * @throws MedplumError when the request itself fails, or the server answers less than it was asked.
 */
export async function storeBatch(
  session: MedplumSession,
  resources: readonly Storable[],
): Promise<readonly BatchAnswer[]> {
  const entry = resources.map((resource): BundleEntry => ({
    resource,
    request: { method: 'POST', url: resource.resourceType, ifNoneExist: ownQuery(resource) },
  }));
  const answer: Partial<Bundle> | undefined = await session.withClient((client) =>
    client.executeBatch(
      { resourceType: 'Bundle', type: 'batch', entry },
      { headers: { accept: ContentType.FHIR_JSON } },
    ),
  );
  if (answer?.resourceType !== 'Bundle' || answer.entry?.length !== resources.length) {
    throw new MedplumError('failed', 'Medplum did not answer every entry of the batch');
  }
  return answer.entry.map((one, index) => readAnswer(one, resources[index]?.resourceType ?? ''));
}

function readAnswer({ response, resource }: BundleEntry, type: string): BatchAnswer {
  const status = Number(response?.status?.slice(0, 3));
  const id =
    resource?.resourceType === type ? resource.id : new RegExp(`${type}/([\\w-]+)`).exec(response?.location ?? '')?.[1];
  if ((status === 200 || status === 201) && id) {
    return { state: 'stored', reference: `${type}/${id}` };
  }
  if (status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 429) {
    return { state: 'refused', reason: outcomeReason(response?.outcome) };
  }
  const code = {
    401: 'unreachable',
    408: 'unreachable',
    429: 'busy',
    502: 'unreachable',
    503: 'unreachable',
    504: 'unreachable',
  } as const;
  const problem = `Medplum answered HTTP ${Number.isNaN(status) ? 'without a status' : status} to an entry of the batch`;
  return { state: 'failed', error: new MedplumError(code[status as keyof typeof code] ?? 'failed', problem) };
}
