import { MantineProvider } from '@mantine/core';
import { forbidden, indexSearchParameter, OperationOutcomeError } from '@medplum/core';
import type { AccessPolicy, Patient, SearchParameter } from '@medplum/fhirtypes';
import { MockClient } from '@medplum/mock';
import { MedplumProvider } from '@medplum/react-hooks';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { MemoryRouter, Route, Routes } from 'react-router';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { PatientListPage } from './patient-list-page.tsx';
import { PatientPage } from './patient-page.tsx';

const clinician: AccessPolicy = {
  resourceType: 'AccessPolicy',
  resource: [{ resourceType: 'Observation', interaction: ['create', 'read', 'search'] }, { resourceType: 'Patient' }],
};
const patientAccess: AccessPolicy = {
  resourceType: 'AccessPolicy',
  resource: [{ resourceType: 'Observation', readonly: true }],
};

// MockClient knows no search parameters until it is told.
beforeAll(() => {
  const parameter = (code: string, type: SearchParameter['type'], expression: string): SearchParameter => {
    const url = `https://clinic.example/${code}`;
    return {
      resourceType: 'SearchParameter',
      url,
      status: 'active',
      name: code,
      description: code,
      code,
      type,
      expression,
      base: ['Observation'],
    };
  };
  indexSearchParameter(parameter('subject', 'reference', 'Observation.subject'));
  indexSearchParameter(parameter('identifier', 'token', 'Observation.identifier'));
});

let medplum: MockClient;
let sam: Patient;

beforeEach(async () => {
  medplum = new MockClient({ seedDefaultData: false, cacheTime: 0 });
  sam = await medplum.createResource<Patient>({
    resourceType: 'Patient',
    name: [{ given: ['Sam'], family: 'Carter' }],
    birthDate: '1984-03-12',
  });
});

function open(path: string, policy = clinician): void {
  vi.spyOn(medplum, 'getAccessPolicy').mockReturnValue(policy);
  render(
    <MantineProvider>
      <MedplumProvider medplum={medplum}>
        <MemoryRouter initialEntries={[path]}>
          <Routes>
            <Route path="/patients" element={<PatientListPage />} />
            <Route path="/patients/:id" element={<PatientPage />} />
          </Routes>
        </MemoryRouter>
      </MedplumProvider>
    </MantineProvider>,
  );
}

test('patient list, while Medplum has not answered, says that it is loading', async () => {
  open('/patients');

  expect(screen.getByRole('status', { name: 'Loading patients' })).toBeVisible();
  expect(await screen.findByRole('link', { name: 'Sam Carter' })).toHaveAttribute('href', `/patients/${sam.id}`);
});

test('patient list, without a match, says that nobody whom the user may see has that name', async () => {
  open('/patients');

  await userEvent.type(screen.getByLabelText('Find by name'), 'Zzz');

  expect(await screen.findByText(/No patient that you may see/)).toBeVisible();
});

test('patient list, refused by the access policy, explains the refusal', async () => {
  vi.spyOn(medplum, 'searchResources').mockRejectedValue(new OperationOutcomeError(forbidden));
  open('/patients', patientAccess);

  expect(await screen.findByRole('alert')).toHaveTextContent('Your access policy does not allow this');
});

test('[C8] patient page, of a patient whom the user may not see, does not tell whether there is one', async () => {
  open('/patients/somebody-else');

  expect(await screen.findByRole('alert')).toHaveTextContent('There is no such record for you');
});

test('chart, after an observation was added from this page, shows it', async () => {
  open(`/patients/${sam.id}`);
  await screen.findByText('None yet that you may see.');

  await medplum.createResource({
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'Heart rate' },
    subject: { reference: `Patient/${sam.id}` },
    valueQuantity: { value: 72, unit: '/min' },
  });

  expect(await screen.findByRole('cell', { name: '72 /min' })).toBeVisible();
});
