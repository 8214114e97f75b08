import { MantineProvider } from '@mantine/core';
import { MedplumProvider } from '@medplum/react-hooks';
import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { createStubServer } from '#medplum/stub-server.ts';
import { MePage } from './me-page.tsx';

test('who am I, after sign-in, shows profile, scopes and each rule of the access policy', async () => {
  const server = createStubServer();
  await server.connection().password({ email: 'maya@clinic.example', password: 'correct-horse' });

  render(
    <MantineProvider>
      <MedplumProvider medplum={server.medplum()}>
        <MePage />
      </MedplumProvider>
    </MantineProvider>,
  );

  expect(screen.getByRole('row', { name: /Profile/ })).toHaveTextContent('Maya Rivera (Practitioner/maya)');
  expect(screen.getByRole('row', { name: /Scopes/ })).toHaveTextContent('openid offline_access');
  expect(screen.getByRole('row', { name: /^Patient/ })).toHaveTextContent('read, search, history, vread');
});
