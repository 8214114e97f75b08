import { MantineProvider } from '@mantine/core';
import { forbidden, indexSearchParameter, OperationOutcomeError } from '@medplum/core';
import type { AccessPolicy, Patient, SearchParameter } from '@medplum/fhirtypes';
import { MockClient } from '@medplum/mock';
import { MedplumProvider } from '@medplum/react-hooks';
import { render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { MemoryRouter, Route, Routes } from 'react-router';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Features } from '#feature';
import { PatientPage } from '#pages/patient-page.tsx';
import { chartEdits } from './feature.tsx';

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
        <Features value={[chartEdits]}>
          <MemoryRouter initialEntries={[path]}>
            <Routes>
              <Route path="/patients/:id" element={<PatientPage />} />
            </Routes>
          </MemoryRouter>
        </Features>
      </MedplumProvider>
    </MantineProvider>,
  );
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
