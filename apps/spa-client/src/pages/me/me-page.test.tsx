import { MantineProvider } from '@mantine/core';
import { MedplumProvider } from '@medplum/react-hooks';
import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { createStubServer } from '#test/stub-server.ts';
import { MePage } from './me-page.tsx';

async function open(): Promise<string> {
  const server = createStubServer();
  await server.signIn();
  render(
    <MantineProvider>
      <MedplumProvider medplum={server.medplum()}>
        <MePage />
      </MedplumProvider>
    </MantineProvider>,
  );
  return server.medplum().getAccessToken() ?? '';
}

test('who am I, after sign-in, shows profile, scopes and each rule of the access policy', async () => {
  await open();

  expect(screen.getByRole('row', { name: /Profile/ })).toHaveTextContent('Maya Rivera (Practitioner/maya)');
  expect(screen.getByRole('row', { name: /Scopes/ })).toHaveTextContent('openid offline_access');
  expect(screen.getByRole('row', { name: /^Patient/ })).toHaveTextContent('read, search, history, vread');
});

test('who am I, of a token, decodes header and payload and holds nothing that lets another in', async () => {
  const token = await open();

  const decoded = screen.getByLabelText('Header and payload of the access token');
  expect(decoded).toHaveTextContent('"alg": "none"');
  expect(decoded).toHaveTextContent('"client_id": "test-client"');
  expect(screen.getByRole('row', { name: /For the app/ })).toHaveTextContent('ClientApplication/test-client');
  const parts = token.split('.');
  expect(parts).toHaveLength(3);
  expect(parts.filter((part) => document.body.innerHTML.includes(part))).toEqual([]);
});

test('who am I, of a policy without rules on addresses, says that any network will do', async () => {
  await open();

  expect(screen.getByText(/From any network/)).toBeVisible();
});
