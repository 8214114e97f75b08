import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { expect, test, vi } from 'vitest';
import { Features } from '#feature';
import type { Auth } from '#medplum/auth.ts';
import { SignInPage } from '#pages/sign-in-page.tsx';
import { type Answers, createStubServer, outcome, type StubServer } from '#test/stub-server.ts';
import { password } from './feature.tsx';

let server: StubServer;
let auth: Auth;

function open(answers: Answers): void {
  server = createStubServer(answers);
  auth = server.auth();
  render(
    <Features value={[password]}>
      <MantineProvider>
        <MemoryRouter>
          <SignInPage auth={auth} state={auth.session.state()} />
        </MemoryRouter>
      </MantineProvider>
    </Features>,
  );
}

async function fillIn(password: string): Promise<void> {
  const user = userEvent.setup();
  await user.type(screen.getByLabelText('Email'), 'maya@clinic.example{Enter}');
  await user.type(await screen.findByLabelText('Password'), password);
  await user.click(screen.getByRole('button', { name: 'Sign in here' }));
}

test('[C2] embedded form, with a wrong password, says so kindly and lets the user try again', async () => {
  open({ 'auth/login': outcome(400, 'invalid', 'Email or password is invalid') });

  await fillIn('not-it');

  expect(await screen.findByRole('alert')).toHaveTextContent('no account here with that email and password');
  expect(screen.getByRole('button', { name: 'Sign in here' })).toBeEnabled();
  expect(screen.getByLabelText('Email')).toHaveValue('maya@clinic.example');
});

test('[C2] embedded form, for an account with two profiles, asks which one and signs in with it', async () => {
  const memberships = [
    { id: 'one', profile: { reference: 'Practitioner/1', display: 'Dr Noor Haddad' }, project: { display: 'Clinic' } },
    { id: 'two', profile: { reference: 'Patient/2', display: 'Noor Haddad' }, project: { display: 'Clinic' } },
  ];
  open({ 'auth/login': { body: { login: 'a-login', memberships } } });

  await fillIn('correct-horse');
  await userEvent.click(await screen.findByRole('button', { name: 'Noor Haddad, Patient at Clinic' }));

  await vi.waitFor(() => expect(auth.session.state().status).toBe('signed-in'));
  expect(server.calls('auth/profile')[0]).toContain('two');
});

test('[C2] embedded form, given up at the choice of a profile, still has the email', async () => {
  open({ 'auth/login': { body: { login: 'a-login', memberships: [] } } });
  await fillIn('correct-horse');

  await userEvent.click(await screen.findByRole('button', { name: 'Start over' }));

  expect(screen.getByLabelText('Email')).toHaveValue('maya@clinic.example');
  expect(screen.queryByLabelText('Password')).not.toBeInTheDocument();
});
