import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { type ReactNode, StrictMode } from 'react';
import { MemoryRouter, useLocation } from 'react-router';
import { beforeEach, expect, test, vi } from 'vitest';
import { type Answers, createStubServer, noAnswer } from '#test/stub-server.ts';
import { AppRoutes } from './app-routes.tsx';

beforeEach(() => void vi.spyOn(console, 'error').mockReturnValue());

async function open(path: string, { signedIn, answers }: { signedIn: boolean; answers?: Answers }): Promise<void> {
  if (signedIn) {
    await createStubServer().signIn();
  }
  const auth = createStubServer(answers).auth();
  render(
    <StrictMode>
      <MantineProvider>
        <MemoryRouter initialEntries={[path]}>
          <AppRoutes auth={auth} />
          <Address />
        </MemoryRouter>
      </MantineProvider>
    </StrictMode>,
  );
}

function Address(): ReactNode {
  const { pathname, search } = useLocation();
  return <output aria-label="Address">{pathname + search}</output>;
}

test('[C1] app, opened on a deep link by somebody signed out, asks to sign in and keeps the link', async () => {
  await open('/patients/sam', { signedIn: false });

  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect(screen.getByLabelText('Address')).toHaveTextContent('/sign-in?returnTo=%2Fpatients%2Fsam');
});

test('app, after sign-out, does not hand the page of one user to the next', async () => {
  await open('/me', { signedIn: true });

  await userEvent.click(await screen.findByRole('button', { name: 'Sign out' }));

  expect(await screen.findByText(/You are signed out/)).toBeVisible();
  expect(screen.getByLabelText('Address')).toHaveTextContent(/^\/sign-in$/);
});

test('app, when Medplum does not answer, offers to try again instead of waiting for ever', async () => {
  await open('/me', { signedIn: true, answers: { 'auth/me': noAnswer } });

  expect(await screen.findByRole('heading', { name: 'Medplum does not answer' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Try again' })).toBeVisible();
});

test('app, on an unknown address, says so and leads to the first page', async () => {
  await open('/no-such-page', { signedIn: false });

  expect(await screen.findByRole('link', { name: 'Go to the first page' })).toHaveAttribute('href', '/');
});

test('[C10] app, in a browser that keeps nothing, says so instead of leaving for Medplum', async () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  });
  await open('/patients', { signedIn: false });

  await userEvent.click(await screen.findByRole('button', { name: 'Continue with Medplum' }));

  expect(await screen.findByRole('alert')).toHaveTextContent('This browser does not remember the sign-in');
});
