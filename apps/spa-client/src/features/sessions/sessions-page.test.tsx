import { MantineProvider } from '@mantine/core';
import { MedplumProvider } from '@medplum/react-hooks';
import { render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { beforeEach, expect, test, vi } from 'vitest';
import { Features } from '#feature';
import type { Session } from '#medplum/session.ts';
import { createStubServer, maya, outcome, type StubServer } from '#test/stub-server.ts';
import { sessions } from './feature.tsx';
import { SessionsPage } from './sessions-page.tsx';

const here = { id: 'a-login', authMethod: 'password', lastUpdated: '2026-11-24T08:00:00Z', remoteAddress: '127.0.0.1' };
const ward = {
  ...here,
  id: 'another',
  authMethod: 'google',
  remoteAddress: '10.0.0.7',
  project: { display: 'Clinic' },
};

// jsdom has no modal dialogs.
beforeEach(() => {
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };
});

type Page = Readonly<{ server: StubServer; signOut: ReturnType<typeof vi.fn<Session['signOut']>> }>;

async function show(security: object | undefined, answers = {}): Promise<Page> {
  const server = createStubServer({ 'auth/me': { body: { profile: maya, security } }, ...answers });
  await server.signIn();
  const signOut = vi.fn<Session['signOut']>(async () => undefined);
  render(
    <MantineProvider>
      <Features value={[sessions]}>
        <MedplumProvider medplum={server.medplum()}>
          <MemoryRouter>
            <SessionsPage signOut={signOut} />
          </MemoryRouter>
        </MedplumProvider>
      </Features>
    </MantineProvider>,
  );
  return { server, signOut };
}

test('[C10] sessions, after sign-in, are listed with method and address, this browser first', async () => {
  await show({ mfaEnrolled: true, sessions: [ward, here] });

  const [first, second] = within(await screen.findByRole('list', { name: 'Sessions' })).getAllByRole('listitem');

  expect(first).toHaveTextContent(/Email and password.*This browser.*127\.0\.0\.1/);
  expect(second).toHaveTextContent(/Google.*10\.0\.0\.7, Clinic/);
  expect(second).not.toHaveTextContent('This browser');
  expect(screen.getByText(/^On: whoever knows your password/)).toBeInTheDocument();
});

test('[C10] session of another browser, signed out, is revoked by its id and this one goes on', async () => {
  const { server, signOut } = await show({ sessions: [here, ward] }, { 'auth/revoke': { body: {} } });

  await userEvent.click(await screen.findByRole('button', { name: /^Sign out the session from 10\.0\.0\.7/ }));

  await vi.waitFor(() => expect(server.calls('auth/revoke')).toEqual([JSON.stringify({ loginId: 'another' })]));
  expect(signOut).not.toHaveBeenCalled();
});

test('[C10] session of another browser, when Medplum refuses to end it, stays listed and says why', async () => {
  await show({ sessions: [here, ward] }, { 'auth/revoke': outcome(404, 'not-found', 'Not found') });

  await userEvent.click(await screen.findByRole('button', { name: /^Sign out the session from 10\.0\.0\.7/ }));

  expect(await screen.findByRole('alert')).toHaveTextContent('There is no such record for you');
  expect(screen.getAllByRole('listitem')).toHaveLength(2);
});

test('[C10] all sessions, once that was confirmed, end with this one last', async () => {
  const { server, signOut } = await show({ sessions: [here, ward] }, { 'auth/revoke': { body: {} } });
  await userEvent.click(await screen.findByRole('button', { name: 'Sign out everywhere' }));
  expect(server.calls('auth/revoke')).toEqual([]);

  await userEvent.click(screen.getByRole('button', { name: 'Sign out everywhere now' }));

  await vi.waitFor(() => expect(signOut).toHaveBeenCalledOnce());
  expect(server.calls('auth/revoke')).toHaveLength(1);
});

test('[C10] sessions, of an account for which Medplum lists none, say why', async () => {
  await show(undefined);

  expect(await screen.findByText(/^Medplum lists none/)).toBeInTheDocument();
});
