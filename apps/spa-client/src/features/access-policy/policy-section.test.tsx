import { MantineProvider } from '@mantine/core';
import { MedplumProvider } from '@medplum/react-hooks';
import { render, screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { createStubServer } from '#test/stub-server.ts';
import { PolicySection } from './policy-section.tsx';

beforeEach(async () => {
  const server = createStubServer();
  await server.signIn();
  render(
    <MantineProvider>
      <MedplumProvider medplum={server.medplum()}>
        <PolicySection />
      </MedplumProvider>
    </MantineProvider>,
  );
});

test('who am I, of an access policy, shows each of its rules', () => {
  expect(screen.getByRole('row', { name: /^Patient/ })).toHaveTextContent('read, search, history, vread');
});

test('who am I, of a policy without rules on addresses, says that any network will do', () => {
  expect(screen.getByText(/From any network/)).toBeVisible();
});
