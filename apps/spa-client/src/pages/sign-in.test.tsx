import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { type ReactNode, StrictMode } from 'react';
import { MemoryRouter, Route, Routes, useLocation } from 'react-router';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Auth } from '#medplum/auth.ts';
import { createStubServer, type StubServer } from '#test/stub-server.ts';
import { CallbackPage, SignInFailedPage } from './callback-page.tsx';
import { SignInPage } from './sign-in-page.tsx';

let server: StubServer;
let auth: Auth;

function open(path: string): void {
  render(
    <StrictMode>
      <MantineProvider>
        <MemoryRouter initialEntries={[path]}>
          <Routes>
            <Route path="/callback" element={<CallbackPage auth={auth} />} />
            <Route path="/sign-in/failed" element={<SignInFailedPage />} />
            <Route path="/sign-in" element={<SignInPage auth={auth} state={auth.session.state()} />} />
            <Route path="*" element={<Landed />} />
          </Routes>
        </MemoryRouter>
      </MantineProvider>
    </StrictMode>,
  );
}

function Landed(): ReactNode {
  const { pathname } = useLocation();
  return <p>Landed on {pathname}</p>;
}

async function beginRedirect(returnTo: string): Promise<string | null> {
  const { redirect } = await auth.connect();
  await redirect.start(returnTo);
  return server.authorizationRequest().get('state');
}

beforeEach(() => {
  server = createStubServer();
  auth = server.auth();
});

test('[B8] callback page, under StrictMode, makes one token request and goes to the deep link', async () => {
  const state = await beginRedirect('/patients/sam');
  const finish = vi.spyOn((await auth.connect()).redirect, 'finish');

  open(`/callback?code=the-code&state=${state}`);

  expect(await screen.findByText('Landed on /patients/sam')).toBeVisible();
  expect(finish).toHaveBeenCalledTimes(2);
  expect(server.calls('oauth2/token')).toHaveLength(1);
});

test('[B4] callback page, with a tampered state, explains itself and sends no request', async () => {
  await beginRedirect('/');

  open('/callback?code=foreign-code&state=tampered');

  expect(await screen.findByRole('heading', { name: 'This answer does not belong to your sign-in' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Start a new sign-in' })).toHaveAttribute('href', '/sign-in');
  expect(server.fetch).not.toHaveBeenCalled();
});

test('[B4] callback page, opened from a foreign link, explains itself and sends no request', async () => {
  open('/callback?code=foreign-code&state=foreign');

  expect(await screen.findByRole('heading', { name: 'No sign-in was under way here' })).toBeVisible();
  expect(server.fetch).not.toHaveBeenCalled();
});

test('[B4] sign-in page, opened with a foreign code, starts a sign-in of its own and redeems nothing', async () => {
  open('/sign-in?code=foreign-code&state=foreign');

  await userEvent.click(screen.getByRole('button', { name: 'Continue with Medplum' }));

  await vi.waitFor(() => expect(server.leaveFor).toHaveBeenCalledOnce());
  expect(server.fetch).not.toHaveBeenCalled();
});

test('[C1] sign-in page, on a deep link, leaves for the authorization endpoint and remembers the link', async () => {
  open('/sign-in?returnTo=%2Fpatients%2Fsam');

  await userEvent.click(screen.getByRole('button', { name: 'Continue with Medplum' }));

  await vi.waitFor(() => expect(server.leaveFor.mock.lastCall?.[0]).toContain('https://medplum.test/oauth2/authorize'));
  expect(JSON.stringify({ ...window.sessionStorage })).toContain('/patients/sam');
});

test('[C1] sign-in page, of an app without features, has one card and nothing else to choose from', () => {
  open('/sign-in');

  const [card, ...others] = screen.getAllByRole('region');
  expect(card).toHaveAccessibleName(/On Medplum/);
  expect(card).not.toHaveTextContent('Recommended');
  expect(others).toEqual([]);
});
