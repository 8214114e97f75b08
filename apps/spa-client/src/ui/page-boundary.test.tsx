import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { type ReactNode, Suspense } from 'react';
import { expect, test, vi } from 'vitest';
import { lazyPage } from './lazy-page.ts';
import { PageBoundary } from './page-boundary.tsx';

test('page, whose code does not arrive, says so, offers to load it again and gives a reference', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  const Missing = lazyPage(async (): Promise<() => ReactNode> => {
    throw new TypeError('Failed to fetch dynamically imported module');
  });

  render(
    <MantineProvider>
      <PageBoundary page="/here">
        <Suspense fallback="Loading">
          <Missing />
        </Suspense>
      </PageBoundary>
    </MantineProvider>,
  );

  expect(await screen.findByRole('heading', { name: 'This page could not be shown' })).toBeVisible();
  expect(screen.getByRole('button', { name: 'Reload the page' })).toBeVisible();
  expect(screen.getByText(/Reference for support/)).toHaveTextContent(/[0-9a-f]{32}/);
});
