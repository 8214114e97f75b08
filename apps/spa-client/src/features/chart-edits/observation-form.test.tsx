import { forbidden, OperationOutcomeError } from '@medplum/core';
import type { AccessPolicy, Patient } from '@medplum/fhirtypes';
import type { MockClient } from '@medplum/mock';
import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { beforeEach, expect, test, vi } from 'vitest';
import { Features } from '#feature';
import { PatientPage } from '#pages/patient-page.tsx';
import { makeClinic, openPage, patientAccess } from '#test/chart-clinic.tsx';
import { chartEdits } from './feature.tsx';

let medplum: MockClient;
let sam: Patient;

beforeEach(async () => {
  ({ medplum, sam } = await makeClinic());
});

function open(path: string, policy?: AccessPolicy): void {
  const routes = (
    <Features value={[chartEdits]}>
      <Routes>
        <Route path="/patients/:id" element={<PatientPage />} />
      </Routes>
    </Features>
  );
  openPage(medplum, path, routes, policy);
}

async function add(value: string): Promise<void> {
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText('Value in /min'), value);
  await user.click(screen.getByRole('button', { name: 'Add' }));
}

test('observation form, with a good value, adds it and shows it in the list', async () => {
  open(`/patients/${sam.id}`);

  await add('72');

  expect(await screen.findByText('Added')).toBeVisible();
  const table = await screen.findByRole('table', { name: 'Observations' });
  expect(within(table).getByText('72 /min')).toBeVisible();
});

test('observation form, sent again after an unclear failure, adds the entry once', async () => {
  open(`/patients/${sam.id}`);
  const send = medplum.createResourceIfNoneExist.bind(medplum);
  vi.spyOn(medplum, 'createResourceIfNoneExist').mockImplementationOnce(async (resource, query) => {
    await send(resource, query);
    throw new TypeError('No answer from https://medplum.test');
  });
  await add('72');
  await screen.findByRole('alert');

  await userEvent.click(screen.getByRole('button', { name: 'Add' }));

  expect(await screen.findByText('Added')).toBeVisible();
  await expect(medplum.searchResources('Observation')).resolves.toHaveLength(1);
});

test.each([
  ['no number', 'fast', 'Enter a number in /min'],
  ['a value that nobody has', '7200', 'Heart rate is between 20 and 300 /min'],
])('observation form, with %s, says what is wrong and sends nothing', async (_name, value, message) => {
  const create = vi.spyOn(medplum, 'createResourceIfNoneExist');
  open(`/patients/${sam.id}`);

  await add(value);

  expect(screen.getByText(message)).toBeVisible();
  expect(create).not.toHaveBeenCalled();
});

test('observation form, for a user whose policy has no create, gives way to the reason', async () => {
  open(`/patients/${sam.id}`, patientAccess);

  expect(await screen.findByText(/it allows read, search, history, vread, and not create/)).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Add' })).toBeNull();
});

test('observation form, tried in spite of the policy, shows that Medplum itself refuses', async () => {
  vi.spyOn(medplum, 'createResourceIfNoneExist').mockRejectedValue(new OperationOutcomeError(forbidden));
  open(`/patients/${sam.id}`, patientAccess);

  await userEvent.click(await screen.findByRole('button', { name: 'Try it anyway' }));
  await add('72');

  expect(await screen.findByRole('alert')).toHaveTextContent('Medplum answered 403');
});
