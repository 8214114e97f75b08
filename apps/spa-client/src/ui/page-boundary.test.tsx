import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { type ReactNode, Suspense } from 'react';
import { MemoryRouter } from 'react-router';
import { expect, test, vi } from 'vitest';
import { PageBoundary } from './page-boundary.tsx';
import { lazyPage } from './page-parts.tsx';

test('page, whose code does not arrive, says so, offers to load it again and gives a reference', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  const Missing = lazyPage(async (): Promise<() => ReactNode> => {
    throw new TypeError('Failed to fetch dynamically imported module');
  });

  render(
    <MantineProvider>
      <MemoryRouter initialEntries={['/here']}>
        <PageBoundary page="/here">
          <Suspense fallback="Loading">
            <Missing />
          </Suspense>
        </PageBoundary>
      </MemoryRouter>
    </MantineProvider>,
  );

  expect(await screen.findByRole('heading', { name: 'This page could not be shown' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Reload the page' })).toBeVisible();
  expect(screen.getByText(/Reference for support/)).toHaveTextContent(/[0-9a-f]{32}/);
});
