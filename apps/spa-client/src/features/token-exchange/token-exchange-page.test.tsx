import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { type ReactNode, StrictMode } from 'react';
import { MemoryRouter, Route, Routes, useLocation } from 'react-router';
import { beforeEach, expect, test, vi } from 'vitest';
import { Features } from '#feature';
import {
  type Answers,
  createStubServer,
  outcome,
  signIdToken,
  type StubServer,
  unsignedToken,
} from '#test/stub-server.ts';
import { tokenExchange } from './feature.tsx';
import {
  createStubProvider,
  discovery,
  provider as settings,
  providerAccessToken,
  type StubProvider,
} from './stub-provider.ts';

let provider: StubProvider;
let server: StubServer;

const medplumToken = unsignedToken({ client_id: 'test-client', aud: 'test-client', login_id: 'exchanged' });

async function arrange(answers: Answers = {}): Promise<void> {
  provider = await createStubProvider();
  server = createStubServer(
    { 'oauth2/token': exchanged, ...answers },
    { featureSettings: { 'token-exchange': settings } },
  );
}

async function exchanged(): Promise<Readonly<{ body: object }>> {
  const nonce = new URLSearchParams(server.calls('oauth2/token').at(-1)).get('nonce');
  return {
    body: {
      token_type: 'Bearer',
      access_token: medplumToken,
      refresh_token: 'a-refresh-token',
      id_token: await signIdToken({ nonce }),
      expires_in: 1800,
      scope: 'openid offline_access',
      profile: { reference: 'Practitioner/maya' },
      project: { reference: 'Project/clinic' },
    },
  };
}

/** Loads the page anew: nothing of an earlier one is left but what storage holds. */
function open(path: string): void {
  cleanup();
  const auth = server.auth();
  render(
    <StrictMode>
      <MantineProvider>
        <Features value={[tokenExchange]}>
          <MemoryRouter initialEntries={[path]}>
            <Routes>
              {tokenExchange.routes?.(auth)}
              <Route path="/patients" element={<p>Landed in the app</p>} />
              <Route path="*" element={<p>No such page</p>} />
            </Routes>
            <Address />
          </MemoryRouter>
        </Features>
      </MantineProvider>
    </StrictMode>,
  );
}

function Address(): ReactNode {
  const { pathname, search } = useLocation();
  return <output aria-label="Address">{pathname + search}</output>;
}

async function click(name: string): Promise<void> {
  await userEvent.click(await screen.findByRole('button', { name }));
}

/** To the provider and back, with what it answers instead of a code. */
async function signInThere(answer: Readonly<Record<string, string>> = { code: 'the-code' }): Promise<void> {
  open('/token-exchange');
  await click('Continue with Riverside ID');
  await vi.waitFor(() => expect(server.leaveFor).toHaveBeenCalledOnce());
  const request = new URL(String(server.leaveFor.mock.lastCall?.[0])).searchParams;
  provider.answer('token', await provider.tokensWith({ nonce: request.get('nonce') }));
  const { issuer: iss } = discovery;
  open(`/token-exchange/callback?${new URLSearchParams({ state: request.get('state') ?? '', iss, ...answer })}`);
}

function row(card: string, name: string): HTMLElement {
  return within(screen.getByRole('article', { name: card })).getByRole('row', { name: new RegExp(`^${name}`) });
}

beforeEach(() => arrange());

test('[C6] token exchange page, before anything else, says how it works, when to use it and what it costs', async () => {
  open('/token-exchange');

  expect(await screen.findByRole('heading', { name: 'Token exchange' })).toBeVisible();
  expect(screen.getByRole('heading', { name: 'When to use it' })).toBeVisible();
  expect(screen.getByRole('heading', { name: 'What it costs' })).toBeVisible();
  expect(screen.getByText('1. Sign in at Riverside ID', { selector: 'li *' }).closest('li')).toHaveAttribute(
    'aria-current',
    'step',
  );
});

test('[C6] token exchange page, back under StrictMode, redeems the code once and shows its tokens', async () => {
  await signInThere();

  expect(await screen.findByRole('heading', { name: 'From Riverside ID' })).toBeVisible();
  expect(row('From Riverside ID', 'Kind')).toHaveTextContent('Opaque: only Riverside ID can read it');
  expect(row('From Riverside ID', 'Renewed by')).toHaveTextContent('Nothing');
  expect(screen.getByText(/"email": "maya@clinic.example"/)).toBeInTheDocument();
  expect(screen.getByLabelText('Address')).toHaveTextContent(/^\/token-exchange$/);
  expect(provider.calls('token')).toHaveLength(1);
  expect(server.calls('oauth2/token')).toEqual([]);
});

test('[C6] token exchange page, after the exchange, shows both tokens side by side and signs nobody in', async () => {
  await signInThere();

  await click('Exchange it at Medplum');

  expect(await screen.findByRole('heading', { name: 'From Medplum' })).toBeVisible();
  expect(row('From Riverside ID', 'Issued by')).toHaveTextContent(discovery.issuer);
  expect(row('From Medplum', 'Issued by')).toHaveTextContent('https://medplum.test/');
  expect(row('From Medplum', 'Made for')).toHaveTextContent('test-client');
  expect(row('From Medplum', 'Good until')).toHaveTextContent('30 minutes from now');
  expect(row('From Medplum', 'Renewed by')).toHaveTextContent('A refresh token of Medplum');
  expect(screen.getByText('Practitioner/maya')).toBeVisible();
  expect(server.medplum().getActiveLogin()).toBeUndefined();
});

test('[C6] token exchange page, at every step, holds no raw token in the page and none in storage', async () => {
  await signInThere();
  await screen.findByRole('heading', { name: 'From Riverside ID' });
  const first = document.body.innerHTML;
  await click('Exchange it at Medplum');
  await screen.findByRole('heading', { name: 'From Medplum' });

  const shown = first + document.body.innerHTML;
  [providerAccessToken, medplumToken, 'a-refresh-token'].forEach((token) => expect(shown).not.toContain(token));
  expect(shown).toContain('opaq…ider');
  expect([window.localStorage.length, window.sessionStorage.length]).toEqual([0, 0]);
});

test('[C6] token exchange page, when Medplum’s token is used, opens the app as that user', async () => {
  await signInThere();
  await click('Exchange it at Medplum');

  await click('Use it: open the app');

  expect(await screen.findByText('Landed in the app')).toBeVisible();
  expect(window.localStorage.getItem('spa-client:activeLogin')).toContain(medplumToken);
});

test('[C6] token exchange page, for one of several profiles, sends the membership that was entered', async () => {
  await signInThere();

  await userEvent.type(await screen.findByLabelText('Membership (optional)'), ' noor-as-patient ');
  await click('Exchange it at Medplum');

  await screen.findByRole('heading', { name: 'From Medplum' });
  expect(new URLSearchParams(server.calls('oauth2/token')[0]).get('membership_id')).toBe('noor-as-patient');
});

test('[C6] token exchange page, for a user unknown to Medplum, says so and keeps the token', async () => {
  await arrange({ 'oauth2/token': outcome(400, 'invalid', 'User not found') });
  await signInThere();

  await click('Exchange it at Medplum');

  expect(await screen.findByRole('alert')).toHaveTextContent('Medplum does not know you');
  expect(screen.getByRole('button', { name: 'Exchange it at Medplum' })).toBeEnabled();
  expect(screen.getByRole('button', { name: 'Sign in at Riverside ID again' })).toBeEnabled();
});

test('[C6] token exchange page, when both are thrown away, ends the session and begins anew', async () => {
  await signInThere();
  await click('Exchange it at Medplum');
  await screen.findByRole('heading', { name: 'From Medplum' });

  await click('Throw it away');

  expect(await screen.findByText(/Medplum has ended the session/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Continue with Riverside ID' })).toBeEnabled();
  expect(server.calls('oauth2/logout')).toHaveLength(1);
});

test('[C6] token exchange page, after the user cancelled at the provider, says so and what differs', async () => {
  await signInThere({ error: 'access_denied' });

  expect(await screen.findByRole('heading', { name: 'You cancelled at the identity provider' })).toBeVisible();
  expect(screen.getByText(/in front of bare JSON/)).toBeVisible();
  expect(screen.getByRole('link', { name: 'Start the token exchange again' })).toHaveAttribute(
    'href',
    '/token-exchange',
  );
  expect(screen.getByLabelText('Address')).toHaveTextContent(/^\/token-exchange\/callback$/);
});

test('[B5] token exchange page, given another server’s answer, explains itself and sends no code', async () => {
  await signInThere({ code: 'the-code', iss: 'https://medplum.test/' });

  expect(await screen.findByRole('heading', { name: 'This answer comes from somebody else' })).toBeVisible();
  expect([provider.calls('token'), server.calls('oauth2/token')]).toEqual([[], []]);
});

test('[C6] token exchange page, without a client of its own at the provider, is not there', () => {
  server = createStubServer();

  open('/token-exchange');

  expect(screen.getByText('No such page')).toBeVisible();
});
