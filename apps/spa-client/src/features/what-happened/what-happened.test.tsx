import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { expect, test } from 'vitest';
import { Features } from '#feature';
import { AppRoutes } from '#pages/app-routes.tsx';
import { createStubServer } from '#test/stub-server.ts';
import { whatHappened } from './feature.tsx';

function open(path: string): void {
  render(
    <MantineProvider>
      <Features value={[whatHappened]}>
        <MemoryRouter initialEntries={[path]}>
          <AppRoutes auth={createStubServer().auth()} />
        </MemoryRouter>
      </Features>
    </MantineProvider>,
  );
}

test('what happened, before sign-in, says that nobody holds a token', async () => {
  open('/sign-in');

  expect(await screen.findByText(/Nobody\. The page came from/)).toBeInTheDocument();
});

test('what happened, after sign-in, says that the browser holds the token', async () => {
  await createStubServer().signIn();

  open('/me');

  expect(await screen.findByText(/This browser, and nobody between it and Medplum/)).toBeInTheDocument();
});
