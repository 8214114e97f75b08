import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { type ReactNode, useState } from 'react';
import { MemoryRouter } from 'react-router';
import { beforeEach, expect, test, vi } from 'vitest';
import { Features } from '#feature';
import type { LoginErrorCode } from '#login/failures.ts';
import type { Elsewhere } from '#login/sign-in-feature.ts';
import { SignInError } from '#medplum/error.ts';
import { type Answers, createStubServer, outcome, type StubServer } from '#test/stub-server.ts';
import { EmailCard } from './email-card.tsx';
import { password as passwordFeature } from './feature.tsx';

const hospital = { name: 'hospital.example', authorizeUrl: 'https://idp.test/authorize?client_id=medplum' };
const findProvider = vi.fn<Elsewhere['findProvider']>();
const elsewhere: Elsewhere = {
  findProvider,
  Button: ({ children, ref }) => (
    <button type="button" ref={ref}>
      {children}
    </button>
  ),
};
const replaceCards = vi.fn<(page: ReactNode) => void>();

function open(answers: Answers = {}): StubServer {
  const server = createStubServer(answers);
  render(
    <MantineProvider>
      <Features value={[passwordFeature]}>
        <MemoryRouter>
          <Card server={server} />
        </MemoryRouter>
      </Features>
    </MantineProvider>,
  );
  return server;
}

function Card({ server }: Readonly<{ server: StubServer }>): ReactNode {
  const [email, setEmail] = useState('');
  const [auth] = useState(server.auth);
  return (
    <EmailCard
      auth={auth}
      email={email}
      onEmail={setEmail}
      returnTo="/"
      replaceCards={replaceCards}
      elsewhere={elsewhere}
    />
  );
}

beforeEach(() => void findProvider.mockReset().mockResolvedValue(undefined));

async function enterEmail(email: string): Promise<void> {
  const field = screen.getByLabelText('Email');
  await userEvent.clear(field);
  await userEvent.type(field, `${email}{Enter}`);
}

test('[C4] email card, before the email is known, asks for no password', () => {
  open();

  expect(screen.queryByLabelText('Password')).not.toBeInTheDocument();
  expect(screen.getByLabelText('Email')).toHaveAttribute('autocomplete', 'username');
});

test('[C4] email card, for a domain that Medplum does not know, goes on to the password in the same form', async () => {
  open();

  await enterEmail('maya@clinic.example');

  const password = await screen.findByLabelText('Password');
  expect(password).toHaveFocus();
  expect(password.closest('form')).toContainElement(screen.getByLabelText('Email'));
  expect(screen.getByLabelText('Email')).toHaveValue('maya@clinic.example');
});

test('[C4] email card, for a domain with an identity provider, says so and takes no password', async () => {
  findProvider.mockResolvedValue(hospital);
  open();

  await enterEmail('ada@hospital.example');

  expect(await screen.findByText('hospital.example')).toBeVisible();
  expect(screen.getByRole('button', { name: /hospital.example/ })).toHaveFocus();
  expect(screen.queryByLabelText('Password')).not.toBeInTheDocument();
});

test('[C4] email card, once the email is changed to another domain, asks again before a password leaves', async () => {
  const server = open();
  await enterEmail('maya@clinic.example');
  await userEvent.type(await screen.findByLabelText('Password'), 'correct-horse');
  findProvider.mockResolvedValue(hospital);

  await enterEmail('ada@hospital.example');

  expect(await screen.findByRole('button', { name: /hospital.example/ })).toBeVisible();
  expect(server.calls('auth/login')).toEqual([]);
});

test('[C4] email card, when Medplum cannot say who signs in, tells why and lets the password be tried', async () => {
  findProvider.mockRejectedValue(new SignInError('unreachable', 'No answer'));
  const server = open();

  await enterEmail('maya@clinic.example');
  expect(await screen.findByRole('alert')).toHaveTextContent('Medplum does not answer');
  await userEvent.type(screen.getByLabelText('Password'), 'correct-horse{Enter}');

  await vi.waitFor(() =>
    expect(replaceCards).toHaveBeenCalledWith(
      expect.objectContaining({ props: expect.objectContaining({ step: { status: 'signed-in' } }) }),
    ),
  );
  expect(server.calls('auth/login')).toHaveLength(1);
});

test('[C4] email card, with an address that Medplum refuses, stays at the address', async () => {
  findProvider.mockRejectedValue(new SignInError<LoginErrorCode>('email_refused', 'Valid email address is required'));
  open();

  await enterEmail('maya@clinic');

  expect(await screen.findByRole('alert')).toHaveTextContent('does not take this as an email address');
  expect(screen.queryByLabelText('Password')).not.toBeInTheDocument();
});

test('[C2] email card, after a wrong password, keeps what was typed and can be sent again', async () => {
  open({ 'auth/login': outcome(400, 'invalid', 'Email or password is invalid') });
  await enterEmail('maya@clinic.example');
  await userEvent.type(await screen.findByLabelText('Password'), 'not-the-one{Enter}');

  expect(await screen.findByRole('alert')).toHaveTextContent('That did not match');
  expect(screen.getByLabelText('Email')).toHaveValue('maya@clinic.example');
  expect(screen.getByLabelText('Password')).toHaveValue('not-the-one');
  expect(screen.getByRole('button', { name: 'Sign in here' })).toBeEnabled();
});
