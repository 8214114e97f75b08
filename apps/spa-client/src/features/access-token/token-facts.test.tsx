import { MantineProvider } from '@mantine/core';
import { MedplumProvider } from '@medplum/react-hooks';
import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { createStubServer } from '#test/stub-server.ts';
import { TokenFacts } from './token-facts.tsx';

async function open(): Promise<string> {
  const server = createStubServer();
  await server.signIn();
  render(
    <MantineProvider>
      <MedplumProvider medplum={server.medplum()}>
        <TokenFacts />
      </MedplumProvider>
    </MantineProvider>,
  );
  return server.medplum().getAccessToken() ?? '';
}

test('who am I, of a token, says for which app it is and what it allows', async () => {
  await open();

  expect(screen.getByRole('row', { name: /Scopes/ })).toHaveTextContent('openid offline_access');
  expect(screen.getByRole('row', { name: /For the app/ })).toHaveTextContent('ClientApplication/test-client');
});

test('who am I, of a token, decodes header and payload and holds nothing that lets another in', async () => {
  const token = await open();

  const decoded = screen.getByLabelText('Header and payload of the access token');
  expect(decoded).toHaveTextContent('"alg": "none"');
  expect(decoded).toHaveTextContent('"client_id": "test-client"');
  const parts = token.split('.');
  expect(parts).toHaveLength(3);
  expect(parts.filter((part) => document.body.innerHTML.includes(part))).toEqual([]);
});
