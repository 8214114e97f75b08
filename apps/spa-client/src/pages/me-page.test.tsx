import { MantineProvider } from '@mantine/core';
import { MedplumProvider } from '@medplum/react-hooks';
import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { createStubServer } from '#test/stub-server.ts';
import { MePage } from './me-page.tsx';

test('who am I, after sign-in, shows profile and project, and whether a policy limits the user', async () => {
  const server = createStubServer();
  await server.signIn();
  render(
    <MantineProvider>
      <MedplumProvider medplum={server.medplum()}>
        <MePage />
      </MedplumProvider>
    </MantineProvider>,
  );

  expect(screen.getByRole('row', { name: /Profile/ })).toHaveTextContent('Maya Rivera (Practitioner/maya)');
  expect(screen.getByRole('row', { name: /Project R/ })).toHaveTextContent('Riverside Clinic');
  expect(screen.getByRole('row', { name: /Access/ })).toHaveTextContent('what your access policy allows');
});
