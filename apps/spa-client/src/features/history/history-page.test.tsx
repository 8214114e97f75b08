import { MantineProvider } from '@mantine/core';
import { notFound, OperationOutcomeError } from '@medplum/core';
import type { Bundle, Patient } from '@medplum/fhirtypes';
import { MockClient } from '@medplum/mock';
import { MedplumProvider } from '@medplum/react-hooks';
import { render, screen } from '@testing-library/react';
import { MemoryRouter, Route, Routes } from 'react-router';
import { expect, test, vi } from 'vitest';
import { HistoryPage } from './history-page.tsx';

const meta = { versionId: 'version-2', lastUpdated: '2026-11-24T10:00:00Z' };

function open(answer: () => Promise<Bundle<Patient>>): void {
  const medplum = new MockClient({ seedDefaultData: false, cacheTime: 0 });
  vi.spyOn(medplum, 'readHistory').mockImplementation(answer as never);
  render(
    <MantineProvider>
      <MedplumProvider medplum={medplum}>
        <MemoryRouter initialEntries={['/patients/theo/history']}>
          <Routes>
            <Route path="/patients/:id/history" element={<HistoryPage />} />
          </Routes>
        </MemoryRouter>
      </MedplumProvider>
    </MantineProvider>,
  );
}

test('history, of a record, says who made each version, and for whom', async () => {
  const author = { reference: 'ClientApplication/proxy', display: 'legacy-proxy' };
  const onBehalfOf = { reference: 'Practitioner/maya', display: 'Dr Maya Rivera' };
  const resource: Patient = { resourceType: 'Patient', id: 'theo', meta: { ...meta, author, onBehalfOf } };
  open(async () => ({ resourceType: 'Bundle', type: 'history', entry: [{ resource }] }));

  const row = await screen.findByRole('row', { name: /version-/ });
  expect(row).toHaveTextContent('legacy-proxy (ClientApplication/proxy)for Dr Maya Rivera (Practitioner/maya)');
});

test('history, of a record that was deleted, says when', async () => {
  const entry = [{ request: { method: 'DELETE' as const, url: 'Patient/theo' }, response: { status: '204' } }];
  open(async () => ({ resourceType: 'Bundle', type: 'history', entry }));

  expect(await screen.findByRole('cell', { name: 'deleted' })).toBeVisible();
});

test('history, without a version, says that there is none to see', async () => {
  open(async () => ({ resourceType: 'Bundle', type: 'history' }));

  expect(await screen.findByText('There is no version that you may see.')).toBeVisible();
});

test('[C8] history, of a record of somebody else, does not tell whether there is one', async () => {
  open(() => Promise.reject(new OperationOutcomeError(notFound)));

  expect(await screen.findByRole('alert')).toHaveTextContent('There is no such record for you');
});
