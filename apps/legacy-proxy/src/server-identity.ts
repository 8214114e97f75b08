import type { MedplumSession } from '#medplum/sign-in.ts';
import type { Identity } from './feature.ts';

/** The identity that the core has: this server itself, for all its users. */
export function serverIdentity(medplum: MedplumSession): Identity {
  return {
    kind: 'server',
    title: 'As this server',
    explanation:
      'One ClientApplication for everybody. Its own AccessPolicy decides, and Medplum records it and no person.',
    missing: () => undefined,
    withClient: (_request, _response, work) => medplum.withClient(work),
  };
}
