import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { type ReactNode, useState } from 'react';
import { MemoryRouter } from 'react-router';
import { expect, test, vi } from 'vitest';
import { type Answers, createStubServer, noAnswer, outcome, type StubServer } from '#test/stub-server.ts';
import { EmailCard } from './email-card.tsx';

const hospital = { domain: 'hospital.example', authorizeUrl: 'https://idp.test/authorize?client_id=medplum' };
const onStep = vi.fn<() => void>();

function open(answers: Answers = {}): StubServer {
  const server = createStubServer(answers);
  render(
    <MantineProvider>
      <MemoryRouter>
        <Card server={server} />
      </MemoryRouter>
    </MantineProvider>,
  );
  return server;
}

function Card({ server }: Readonly<{ server: StubServer }>): ReactNode {
  const [email, setEmail] = useState('');
  const [auth] = useState(server.auth);
  return <EmailCard auth={auth} email={email} onEmail={setEmail} returnTo="/" onStep={onStep} />;
}

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
  open({ 'auth/method': { body: hospital } });

  await enterEmail('ada@hospital.example');

  expect(await screen.findByText('hospital.example')).toBeVisible();
  expect(screen.getByRole('button', { name: /hospital.example/ })).toHaveFocus();
  expect(screen.queryByLabelText('Password')).not.toBeInTheDocument();
});

test('[C4] email card, once the email is changed to another domain, asks again before a password leaves', async () => {
  let isFirst = true;
  const server = open({ 'auth/method': () => ({ body: isFirst ? {} : hospital }) });
  await enterEmail('maya@clinic.example');
  await userEvent.type(await screen.findByLabelText('Password'), 'correct-horse');
  isFirst = false;

  await enterEmail('ada@hospital.example');

  expect(await screen.findByRole('button', { name: /hospital.example/ })).toBeVisible();
  expect(server.calls('auth/login')).toEqual([]);
});

test('[C4] email card, when Medplum cannot say who signs in, tells why and lets the password be tried', async () => {
  const server = open({ 'auth/method': noAnswer });

  await enterEmail('maya@clinic.example');
  expect(await screen.findByRole('alert')).toHaveTextContent('Medplum does not answer');
  await userEvent.type(screen.getByLabelText('Password'), 'correct-horse{Enter}');

  await vi.waitFor(() => expect(onStep).toHaveBeenCalledWith({ status: 'signed-in' }));
  expect(server.calls('auth/login')).toHaveLength(1);
});

test('[C4] email card, with an address that Medplum refuses, stays at the address', async () => {
  open({ 'auth/method': outcome(400, 'invalid', 'Valid email address is required') });

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

test('[L8] email card, for a domain whose address is a script, runs nothing and says what is wrong', async () => {
  const server = open({ 'auth/method': { body: { ...hospital, authorizeUrl: 'javascript:alert(1)' } } });
  await enterEmail('ada@hospital.example');

  await userEvent.click(await screen.findByRole('button', { name: /hospital.example/ }));

  expect(await screen.findByRole('alert')).toHaveTextContent('This address is not safe to open');
  expect(server.leaveFor).not.toHaveBeenCalled();
});
