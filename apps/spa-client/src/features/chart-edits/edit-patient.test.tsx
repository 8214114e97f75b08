import { MantineProvider } from '@mantine/core';
import { OperationOutcomeError, preconditionFailed } from '@medplum/core';
import type { AccessPolicy, Patient } from '@medplum/fhirtypes';
import { MockClient } from '@medplum/mock';
import { MedplumProvider } from '@medplum/react-hooks';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { Features } from '#feature';
import { ChartEdits } from './chart-edits.tsx';
import { chartEdits } from './feature.tsx';

const clinician: AccessPolicy = {
  resourceType: 'AccessPolicy',
  resource: [{ resourceType: 'Patient', readonlyFields: ['identifier'] }],
};

async function open(policy = clinician): Promise<{ medplum: MockClient; theo: Patient }> {
  const medplum = new MockClient({ seedDefaultData: false, cacheTime: 0 });
  vi.spyOn(medplum, 'getAccessPolicy').mockReturnValue(policy);
  const theo = await medplum.createResource<Patient>({
    resourceType: 'Patient',
    identifier: [{ system: 'https://clinic.example/mrn', value: 'RC-1003' }],
    telecom: [{ system: 'email', value: 'theo@example.com' }],
  });
  render(
    <MantineProvider>
      <MedplumProvider medplum={medplum}>
        <Features value={[chartEdits]}>
          <ChartEdits patient={theo} />
        </Features>
      </MedplumProvider>
    </MantineProvider>,
  );
  return { medplum, theo };
}

async function save(phone: string): Promise<void> {
  const user = userEvent.setup();
  await user.type(screen.getByLabelText('Phone'), phone);
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
}

test('record form, saved, keeps what it does not show and names the version that it began with', async () => {
  const { medplum, theo } = await open();
  const update = vi.spyOn(medplum, 'updateResource');

  await save('+1 555 0199');

  expect(await screen.findByText('Saved')).toBeVisible();
  const [sent, options] = update.mock.lastCall ?? [];
  expect(sent).toMatchObject({ telecom: [{ value: 'theo@example.com' }, { system: 'phone', value: '+1 555 0199' }] });
  expect(options).toMatchObject({ headers: { 'If-Match': `W/"${theo.meta?.versionId}"` } });
});

test('record form, whose read-only field Medplum restored, says which and shows what stands', async () => {
  const { medplum, theo } = await open();
  vi.spyOn(medplum, 'updateResource').mockImplementation((async (sent: Patient) => ({
    ...sent,
    identifier: theo.identifier,
  })) as never);
  await userEvent.type(screen.getByLabelText('Record number'), '-changed');

  await save('+1 555 0199');

  expect(await screen.findByText('Medplum kept the record number')).toBeVisible();
  expect(screen.getByLabelText('Record number')).toHaveValue('RC-1003');
  expect(screen.getByLabelText('Phone')).toHaveValue('+1 555 0199');
});

test('record form, sent after somebody else changed the record, says so and keeps what was typed', async () => {
  const { medplum } = await open();
  vi.spyOn(medplum, 'updateResource').mockRejectedValue(new OperationOutcomeError(preconditionFailed));

  await save('+1 555 0199');

  expect(await screen.findByRole('alert')).toHaveTextContent('Somebody else changed it first');
  expect(screen.getByLabelText('Phone')).toHaveValue('+1 555 0199');
});

test('record form, of a field that the policy makes read-only, says so before it is sent', async () => {
  await open();

  expect(screen.getByLabelText('Record number')).toHaveAccessibleDescription(/Read-only under your access policy/);
});

test('record form, for a user who may only read, gives way to the reason', async () => {
  await open({ resourceType: 'AccessPolicy', resource: [{ resourceType: 'Patient', readonly: true }] });

  expect(screen.getByRole('note', { name: /change this record/ })).toHaveTextContent(
    'it allows read, search, history, vread, and not update',
  );
  expect(screen.queryByLabelText('Phone')).toBeNull();
});
