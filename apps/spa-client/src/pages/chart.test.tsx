import { forbidden, OperationOutcomeError } from '@medplum/core';
import type { AccessPolicy, Patient } from '@medplum/fhirtypes';
import type { MockClient } from '@medplum/mock';
import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { beforeEach, expect, test, vi } from 'vitest';
import { makeClinic, openPage, patientAccess } from '#test/chart-clinic.tsx';
import { PatientListPage } from './patient-list-page.tsx';
import { PatientPage } from './patient-page.tsx';

let medplum: MockClient;
let sam: Patient;

beforeEach(async () => {
  ({ medplum, sam } = await makeClinic());
});

function open(path: string, policy?: AccessPolicy): void {
  const routes = (
    <Routes>
      <Route path="/patients" element={<PatientListPage />} />
      <Route path="/patients/:id" element={<PatientPage />} />
    </Routes>
  );
  openPage(medplum, path, routes, policy);
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
