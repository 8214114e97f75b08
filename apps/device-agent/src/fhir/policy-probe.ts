import { isGone, isNotFound, OperationOutcomeError, type MedplumClient } from '@medplum/core';

/** What the server did with one request: allowed it, or refused it by the AccessPolicy. */
export type Probe = 'allowed' | 'refused';

/** Asks for any Patient, which a narrow key must not get. A key that may read patients is told "not found" instead. */
export async function probePatient(client: MedplumClient): Promise<Probe> {
  const attempts = [
    () => client.search('Patient', '_count=1&_fields=id'),
    () => client.readResource('Patient', '00000000-0000-4000-8000-000000000000'),
  ];
  const probes = await Promise.all(attempts.map(probe));
  return probes.includes('allowed') ? 'allowed' : 'refused';
}

/** Asks for the device's own Observations, which a conditional create needs. */
export function probeObservations(client: MedplumClient, device: string): Promise<Probe> {
  return probe(() => client.search('Observation', new URLSearchParams({ device, _count: '0' })));
}

/** Looks for the device itself, when the policy lets it be read. */
export async function probeDevice(client: MedplumClient, device: string): Promise<'found' | 'absent' | 'unknown'> {
  try {
    await client.readReference({ reference: device });
    return 'found';
  } catch (error) {
    if (error instanceof OperationOutcomeError && (isNotFound(error.outcome) || isGone(error.outcome))) {
      return 'absent';
    }
    if (error instanceof OperationOutcomeError && error.outcome.id === 'forbidden') {
      return 'unknown';
    }
    throw error;
  }
}

async function probe(request: () => PromiseLike<unknown>): Promise<Probe> {
  try {
    await request();
    return 'allowed';
  } catch (error) {
    if (error instanceof OperationOutcomeError && error.outcome.id === 'forbidden') {
      return 'refused';
    }
    if (error instanceof OperationOutcomeError && error.outcome.id === 'not-found') {
      return 'allowed';
    }
    throw error;
  }
}
