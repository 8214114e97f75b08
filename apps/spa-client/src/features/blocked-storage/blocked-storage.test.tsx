import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { createStubServer } from '#test/stub-server.ts';
import { blockedStorage } from './feature.tsx';

function open(): void {
  const auth = createStubServer().auth();
  const { Above } = blockedStorage;
  render(<MantineProvider>{Above && <Above auth={auth} state={auth.session.state()} />}</MantineProvider>);
}

test('[C10] app, in a browser that keeps nothing, says so before anybody signs in', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  });

  open();

  expect(screen.getByRole('status')).toHaveTextContent('You can still sign in.');
});

test('[C10] app, in a browser that keeps what it is given, does not speak of storage', () => {
  open();

  expect(screen.queryByText(/keeps nothing/)).not.toBeInTheDocument();
});
