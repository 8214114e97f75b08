import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { type ReactNode, StrictMode } from 'react';
import { MemoryRouter, Route, Routes, useLocation } from 'react-router';
import { beforeEach, expect, test, vi } from 'vitest';
import { Features } from '#feature';
import type { Auth } from '#medplum/auth.ts';
import { CallbackPage } from '#pages/callback-page.tsx';
import { createStubServer, type StubServer } from '#test/stub-server.ts';
import { pendingExternalAttempt } from './external-attempt.ts';
import { identityProvider } from './feature.tsx';
import { ProviderButton } from './provider-button.tsx';
import { ProviderPage } from './provider-page.tsx';
import { UnfinishedNotice } from './unfinished-notice.tsx';

const riverside = { name: 'Riverside ID', authorizeUrl: 'https://idp.test/authorize', clientId: 'medplum' };

type Opened = Pick<Window, 'closed' | 'close' | 'focus'> & { location: Pick<Location, 'replace'> };

let provider = riverside;
let server: StubServer;
let auth: Auth;
let opened: { -readonly [Key in keyof Opened]: Opened[Key] };
let marker: string | null;

function arrange(openWindow: () => Opened | null): void {
  server = createStubServer({}, { featureSettings: { 'identity-provider': provider } });
  auth = server.auth();
  vi.spyOn(window, 'open').mockImplementation(() => {
    // What the new window begins with is a copy of this tab's storage.
    marker = window.sessionStorage.getItem('spa-client:signInWindow');
    return openWindow() as Window | null;
  });
}

function open(path: string): void {
  render(
    <StrictMode>
      <MantineProvider>
        <Features value={[identityProvider]}>
          <MemoryRouter initialEntries={[path]}>
            <Routes>
              <Route
                path="/sign-in"
                element={
                  <>
                    <UnfinishedNotice auth={auth} />
                    <ProviderButton auth={auth} signIn={{ ...provider, returnTo: '/patients/sam' }}>
                      Continue with {provider.name}
                    </ProviderButton>
                  </>
                }
              />
              <Route path="/sign-in/provider" element={<ProviderPage auth={auth} />} />
              <Route path="/callback" element={<CallbackPage auth={auth} />} />
              <Route path="*" element={<Landed />} />
            </Routes>
          </MemoryRouter>
        </Features>
      </MantineProvider>
    </StrictMode>,
  );
}

function Landed(): ReactNode {
  const { pathname } = useLocation();
  return <p>Landed on {pathname}</p>;
}

async function click(name: string): Promise<void> {
  await userEvent.click(await screen.findByRole('button', { name }));
}

/** As the callback page does in the window. */
function answer(search: string): void {
  server.leaveFor(String(vi.mocked(opened.location.replace).mock.lastCall?.[0]));
  server.authorizationRequest();
  const channel = new BroadcastChannel(`spa-client:sign-in:${marker}`);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A channel reaches its own origin only.
  channel.postMessage(search);
  channel.close();
}

function emptyWindow(): typeof opened {
  const fresh: typeof opened = {
    closed: false,
    close: vi.fn<() => void>(() => void (fresh.closed = true)),
    focus: vi.fn<() => void>(),
    location: { replace: vi.fn<(url: string | URL) => void>() },
  };
  return fresh;
}

beforeEach(() => {
  provider = { ...riverside };
  opened = emptyWindow();
  arrange(() => opened);
});

test('[C3] provider button, sends a window to the provider and waits on this page', async () => {
  open('/sign-in');

  await click('Continue with Riverside ID');

  expect(await screen.findByText(/Waiting for Riverside ID/)).toBeVisible();
  expect(opened.location.replace).toHaveBeenCalledWith(expect.stringContaining('https://idp.test/authorize'));
  expect(server.leaveFor).not.toHaveBeenCalled();
  expect(window.sessionStorage.getItem('spa-client:signInWindow')).toBeNull();
});

test('[C3] provider page, when the window brings the answer, signs in and goes to the deep link', async () => {
  open('/sign-in');
  await click('Continue with Riverside ID');
  await screen.findByText(/Waiting for Riverside ID/);

  answer('?login=a-login&code=a-code');

  expect(await screen.findByText('Landed on /patients/sam')).toBeVisible();
  expect(server.calls('oauth2/token')).toHaveLength(1);
});

test('[C3] provider page, when its window is closed, explains why, and still takes a late answer', async () => {
  open('/sign-in');
  await click('Continue with Riverside ID');
  await screen.findByText(/Waiting for Riverside ID/);

  opened.closed = true;

  expect(await screen.findByRole('heading', { name: 'Your sign-in with Riverside ID did not finish' })).toBeVisible();
  expect(screen.getByText('User not found')).toBeVisible();
  expect(screen.getByText(/Reference for support/)).toBeVisible();
  answer('?login=a-login&code=a-code');
  expect(await screen.findByText('Landed on /patients/sam')).toBeVisible();
});

test('[C3] provider page, when the user tries again, waits for a new window', async () => {
  open('/sign-in');
  await click('Continue with Riverside ID');
  await screen.findByText(/Waiting for Riverside ID/);
  opened.closed = true;
  const first = pendingExternalAttempt(window.sessionStorage)?.windowId;
  await screen.findByText('You are not signed in');

  opened = emptyWindow();
  await click('Try again with Riverside ID');

  expect(await screen.findByText(/Waiting for Riverside ID/)).toBeVisible();
  expect(pendingExternalAttempt(window.sessionStorage)?.windowId).not.toBe(first);
});

test('[C3] provider page, cancelled, closes the window, forgets the attempt and offers the other ways', async () => {
  open('/sign-in');
  await click('Continue with Riverside ID');

  await click('Cancel');

  expect(await screen.findByRole('button', { name: 'Continue with Riverside ID' })).toBeVisible();
  expect(opened.close).toHaveBeenCalledOnce();
  expect(pendingExternalAttempt(window.sessionStorage)).toBeUndefined();
  expect(screen.queryByText(/did not finish/)).not.toBeInTheDocument();
});

test('[C3] provider button, when the browser blocks windows, leaves this page instead', async () => {
  arrange(() => null);
  open('/sign-in');

  await click('Continue with Riverside ID');

  await vi.waitFor(() => expect(server.leaveFor.mock.lastCall?.[0]).toContain('https://idp.test/authorize'));
});

test('[C3] sign-in page, after a redirect that brought no answer, says so and explains', async () => {
  arrange(() => null);
  open('/sign-in');
  await click('Continue with Riverside ID');
  await vi.waitFor(() => expect(server.leaveFor).toHaveBeenCalledOnce());

  window.dispatchEvent(new Event('pageshow'));
  await userEvent.click(await screen.findByRole('link', { name: 'Find out why' }));

  expect(await screen.findByText(/You came back from Riverside ID before an answer came/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Try again with Riverside ID' })).toBeEnabled();
});

test('[C3] provider page, opened by itself, leads to the sign-in page', async () => {
  open('/sign-in/provider');

  expect(await screen.findByRole('button', { name: 'Continue with Riverside ID' })).toBeVisible();
});

test('[C3] callback page, in the window, gives its query to its opener, redeems nothing and closes', async () => {
  const close = vi.spyOn(window, 'close').mockReturnValue();
  const received = vi.fn<(data: unknown) => void>();
  const channel = new BroadcastChannel('spa-client:sign-in:a-window');
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => received(data));
  window.sessionStorage.setItem('spa-client:signInWindow', 'a-window');

  open('/callback?login=a-login&code=a-code');

  await vi.waitFor(() => expect(received).toHaveBeenCalledWith('?login=a-login&code=a-code'));
  expect(close).toHaveBeenCalled();
  expect(server.fetch).not.toHaveBeenCalled();
  expect(screen.getByText(/goes on in the page that opened this window/)).toBeVisible();
  channel.close();
});

test('[L8] provider button, for a provider whose address is a script, runs nothing and says what is wrong', async () => {
  provider.authorizeUrl = 'javascript:alert(1)';
  open('/sign-in');

  await click('Continue with Riverside ID');

  expect(await screen.findByRole('alert')).toHaveTextContent('This address is not safe to open');
  expect(opened.location.replace).not.toHaveBeenCalled();
  expect(opened.close).toHaveBeenCalled();
});
