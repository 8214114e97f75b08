import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { type ReactNode, StrictMode } from 'react';
import { MemoryRouter, Routes, useLocation } from 'react-router';
import { expect, test } from 'vitest';
import { Features } from '#feature';
import { type Answers, createStubServer, outcome, type StubServer } from '#test/stub-server.ts';
import { accounts } from './feature.tsx';

const allOk = outcome(200, 'informational', 'All OK');

function open(path: string, answers: Answers = {}, signedIn = false): StubServer {
  const server = createStubServer({ 'auth/setpassword': allOk, 'auth/resetpassword': allOk, ...answers });
  const auth = server.auth();
  if (signedIn) {
    void auth.connect().then(server.signIn);
  }
  render(
    <StrictMode>
      <MantineProvider>
        <Features value={[accounts]}>
          <MemoryRouter initialEntries={[path]}>
            <Routes>{accounts.routes?.(auth)}</Routes>
            <Address />
          </MemoryRouter>
        </Features>
      </MantineProvider>
    </StrictMode>,
  );
  return server;
}

function Address(): ReactNode {
  return <output aria-label="Address">{useLocation().pathname}</output>;
}

async function setPassword(): Promise<void> {
  await userEvent.type(await screen.findByLabelText('New password'), 'four-words-and-more');
  await userEvent.click(screen.getByRole('button', { name: 'Set the password' }));
}

test('[C12] set-password page, opened by a link, hides the secret and sends it to Medplum', async () => {
  const server = open('/setpassword/request/s3cret');

  await setPassword();

  expect(screen.getByLabelText('Address')).toHaveTextContent(/^\/setpassword$/);
  expect(await screen.findByRole('heading', { name: 'Your password is set' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Sign in' })).toHaveAttribute('href', '/sign-in');
  expect(server.calls('auth/setpassword')).toEqual([expect.stringContaining('"secret":"s3cret"')]);
});

test('[C12] set-password page, with a link that was used, says so and offers a new one', async () => {
  open('/setpassword/request/s3cret', { 'auth/setpassword': outcome(400, 'invalid', 'Already used') });

  await setPassword();

  expect(await screen.findByRole('alert')).toHaveTextContent('This link was used already');
  expect(screen.getByRole('link', { name: 'Ask for a new link' })).toHaveAttribute('href', '/resetpassword');
});

test('[C12] set-password page, after a reload, says that the link has to be opened again', async () => {
  open('/setpassword');

  expect(await screen.findByRole('heading', { name: 'Open the link again' })).toBeVisible();
});

test('[C12] set-password page, where somebody is signed in, asks them to sign out first', async () => {
  open('/setpassword/request/s3cret', {}, true);

  await setPassword();
  await userEvent.click(await screen.findByRole('button', { name: 'Sign out' }));

  expect(await screen.findByRole('link', { name: 'Sign in' })).toBeVisible();
});

test('[C12] reset page, whoever is asked for, promises a mail only if there is an account', async () => {
  open('/resetpassword');

  await userEvent.type(await screen.findByLabelText('Email'), 'nobody@example.com');
  await userEvent.click(screen.getByRole('button', { name: 'Mail me a link' }));

  expect(await screen.findByText('If there is an account, a mail is on its way')).toBeVisible();
});

test('[C12] reset page, on a server without a mail provider, says that no mail is sent and whom to ask', async () => {
  const text = 'Error sending email: Could not load credentials from any providers';
  open('/resetpassword', { 'auth/resetpassword': outcome(400, 'invalid', text) });

  await userEvent.type(await screen.findByLabelText('Email'), 'sam.carter@example.com');
  await userEvent.click(screen.getByRole('button', { name: 'Mail me a link' }));

  expect(await screen.findByRole('alert')).toHaveTextContent(/This server sends no mail.*Ask an administrator/);
});

test('[C12] reset page, for an email of an identity provider, says where the password is', async () => {
  const text = 'Cannot reset password for external auth. Contact your system administrator.';
  open('/resetpassword', { 'auth/resetpassword': outcome(400, 'invalid', text) });

  await userEvent.type(await screen.findByLabelText('Email'), 'ada@hospital.example');
  await userEvent.click(screen.getByRole('button', { name: 'Mail me a link' }));

  expect(await screen.findByRole('alert')).toHaveTextContent('Your password is not Medplum’s');
});
