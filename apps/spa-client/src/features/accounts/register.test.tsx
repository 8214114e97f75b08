import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { MemoryRouter, Route, Routes, useLocation } from 'react-router';
import { expect, test } from 'vitest';
import { Features } from '#feature';
import { type Answers, createStubServer, noAnswer, rateLimited } from '#test/stub-server.ts';
import { accounts } from './feature.tsx';
import { RegisterPage } from './register-page.tsx';

function open(answers: Answers): void {
  const auth = createStubServer({ 'auth/newuser': { body: { login: 'a-login' } }, ...answers }).auth();
  render(
    <MantineProvider>
      <Features value={[accounts]}>
        <MemoryRouter initialEntries={['/register']}>
          <Routes>
            <Route path="/register" element={<RegisterPage auth={auth} projectId="clinic" />} />
            <Route path="*" element={<Landed />} />
          </Routes>
        </MemoryRouter>
      </Features>
    </MantineProvider>,
  );
}

function Landed(): ReactNode {
  return <p>Landed on {useLocation().pathname}</p>;
}

async function register(): Promise<void> {
  const user = userEvent.setup();
  await user.type(screen.getByLabelText('First name'), 'Ida');
  await user.type(screen.getByLabelText('Last name'), 'Berg');
  await user.type(screen.getByLabelText('Email'), 'ida@example.com');
  await user.type(screen.getByLabelText('Password'), 'four-words-and-more');
  await user.click(screen.getByRole('button', { name: 'Register' }));
}

test('[C12] register page, for a new patient, signs in and goes to the first page', async () => {
  open({ 'auth/newpatient': { body: { login: 'a-login', code: 'a-code' } } });

  await register();

  expect(await screen.findByText('Landed on /')).toBeVisible();
});

test('[C12] register page, when the project asks for a second factor, goes on at the sign-in', async () => {
  open({ 'auth/newpatient': { body: { login: 'a-login', memberships: [] } } });

  await register();

  expect(await screen.findByText('Landed on /sign-in')).toBeVisible();
});

test('[C12] register page, with a password that Medplum refuses, says so at the field and keeps the rest', async () => {
  const text = 'Password found in breach database';
  const issue = [{ severity: 'error', code: 'invalid', expression: ['password'], details: { text } }];
  open({ 'auth/newuser': { status: 400, body: { resourceType: 'OperationOutcome', issue } } });

  await register();

  expect(await screen.findByRole('alert')).toHaveTextContent('Medplum does not accept this password');
  expect(screen.getByLabelText('Password')).toHaveAccessibleDescription(expect.stringContaining(text));
  expect(screen.getByLabelText('First name')).toHaveValue('Ida');
});

test.each([
  ['too many requests', rateLimited, 'Too many attempts'],
  ['no answer', noAnswer, 'Medplum does not answer'],
])('[C12] register page, on %s, says so and lets the user try again', async (_case, answer, title) => {
  open({ 'auth/newuser': answer });

  await register();

  expect(await screen.findByRole('alert')).toHaveTextContent(title);
  expect(screen.getByRole('button', { name: 'Register' })).toBeEnabled();
});

test('[C12] register page, in an app without a project, does not exist', () => {
  const auth = createStubServer().auth();
  render(
    <MantineProvider>
      <MemoryRouter initialEntries={['/register']}>
        <Routes>
          {accounts.routes?.(auth)}
          <Route path="*" element={<Landed />} />
        </Routes>
      </MemoryRouter>
    </MantineProvider>,
  );

  expect(screen.getByText('Landed on /register')).toBeVisible();
});
