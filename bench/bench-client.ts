import type { Resource } from '@medplum/fhirtypes';

/** A client under a policy that looks into what it reads and writes. */
export const benchClient = { id: '80000000-0000-4000-8000-000000000001', secret: 'bench-only-secret' };

const policyId = '80000000-0000-4000-8000-000000000002';

/** The client, its policy and its membership of a project. */
export function benchAccess(projectId: string): Resource[] {
  const client = { reference: `ClientApplication/${benchClient.id}`, display: 'bench' };
  return [
    { resourceType: 'ClientApplication', name: 'bench', ...benchClient },
    {
      resourceType: 'AccessPolicy',
      id: policyId,
      resource: [
        {
          resourceType: 'Patient',
          criteria: 'Patient?_id:not=00000000-0000-4000-8000-000000000000',
          readonly: true,
          hiddenFields: ['telecom'],
        },
        {
          resourceType: 'Observation',
          criteria: 'Observation?status=final',
          writeConstraint: [{ language: 'text/fhirpath', expression: 'subject.exists()' }],
        },
      ],
    },
    {
      resourceType: 'ProjectMembership',
      id: '80000000-0000-4000-8000-000000000003',
      project: { reference: `Project/${projectId}` },
      user: client,
      profile: client,
      accessPolicy: { reference: `AccessPolicy/${policyId}` },
    },
  ];
}
