import { MantineProvider } from '@mantine/core';
import { indexSearchParameter } from '@medplum/core';
import type { AccessPolicy, Patient, SearchParameter } from '@medplum/fhirtypes';
import { MockClient } from '@medplum/mock';
import { MedplumProvider } from '@medplum/react-hooks';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { MemoryRouter } from 'react-router';
import { vi } from 'vitest';

export const clinician: AccessPolicy = {
  resourceType: 'AccessPolicy',
  resource: [{ resourceType: 'Observation', interaction: ['create', 'read', 'search'] }, { resourceType: 'Patient' }],
};
export const patientAccess: AccessPolicy = {
  resourceType: 'AccessPolicy',
  resource: [{ resourceType: 'Observation', readonly: true }],
};

/** Makes a clinic in memory, whose one patient is Sam. */
export async function makeClinic(): Promise<Readonly<{ medplum: MockClient; sam: Patient }>> {
  // MockClient knows no search parameters until it is told.
  index('subject', 'reference', 'Observation.subject');
  index('identifier', 'token', 'Observation.identifier');
  const medplum = new MockClient({ seedDefaultData: false, cacheTime: 0 });
  const sam = await medplum.createResource<Patient>({
    resourceType: 'Patient',
    name: [{ given: ['Sam'], family: 'Carter' }],
    birthDate: '1984-03-12',
  });
  return { medplum, sam };
}

function index(code: string, type: SearchParameter['type'], expression: string): void {
  indexSearchParameter({
    resourceType: 'SearchParameter',
    url: `https://clinic.example/${code}`,
    status: 'active',
    name: code,
    description: code,
    code,
    type,
    expression,
    base: ['Observation'],
  });
}

/** Opens a page for somebody with that policy. */
export function openPage(medplum: MockClient, path: string, routes: ReactNode, policy = clinician): void {
  vi.spyOn(medplum, 'getAccessPolicy').mockReturnValue(policy);
  render(
    <MantineProvider>
      <MedplumProvider medplum={medplum}>
        <MemoryRouter initialEntries={[path]}>{routes}</MemoryRouter>
      </MedplumProvider>
    </MantineProvider>,
  );
}
