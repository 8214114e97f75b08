import type { ClientApplication } from '@medplum/fhirtypes';

/** The clients that every Medplum knows: its own command line. They belong to no project, so FHIR does not show them. */
export const standardClients: readonly ClientApplication[] = [
  {
    resourceType: 'ClientApplication',
    id: 'medplum-cli',
    name: 'Medplum CLI',
    redirectUris: ['http://localhost:9615'],
    pkceOptional: true,
    meta: { versionId: '1', lastUpdated: '2026-01-01T00:00:00.000Z' },
  },
];
