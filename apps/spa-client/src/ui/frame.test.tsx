import { MantineProvider } from '@mantine/core';
import { act, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { beforeEach, expect, test, vi } from 'vitest';
import { createStubServer } from '#test/stub-server.ts';
import { Frame } from './frame.tsx';
import { lazyPage } from './page-parts.tsx';

const Missing = lazyPage(async (): Promise<() => ReactNode> => {
  throw new TypeError('Failed to fetch dynamically imported module');
});

/** Opens a page whose code does not arrive. */
async function openMissing(): Promise<ReturnType<typeof createMemoryRouter>> {
  const auth = createStubServer().auth();
  const router = createMemoryRouter(
    [
      {
        element: <Frame auth={auth} state={{ status: 'signed-out', because: 'not-yet' }} />,
        children: [
          { path: '/missing', element: <Missing /> },
          { path: '/whole', element: 'Here I am' },
        ],
      },
    ],
    { initialEntries: ['/missing'] },
  );
  render(
    <MantineProvider>
      <RouterProvider router={router} />
    </MantineProvider>,
  );
  await screen.findByRole('heading', { name: 'This page could not be shown' });
  return router;
}

beforeEach(() => {
  vi.spyOn(console, 'error').mockReturnValue();
  vi.spyOn(window, 'scrollTo').mockReturnValue();
});

test('page, whose code does not arrive, says so, offers to load it again and gives a reference', async () => {
  await openMissing();

  expect(screen.getByRole('link', { name: 'Reload the page' })).toHaveAttribute('href', '/missing');
  expect(screen.getByText(/Reference for support/)).toHaveTextContent(/[0-9a-f]{32}/);
  expect(screen.getByRole('link', { name: 'spa-client' })).toBeVisible();
});

test('page, after another one did not arrive, is shown', async () => {
  const router = await openMissing();

  await act(async () => router.navigate('/whole'));

  expect(screen.getByText('Here I am')).toBeVisible();
});
