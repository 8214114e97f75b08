import { MantineProvider } from '@mantine/core';
import { MedplumProvider } from '@medplum/react-hooks';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { type ReactNode, StrictMode } from 'react';
import { MemoryRouter, Route, Routes, useLocation } from 'react-router';
import { expect, test } from 'vitest';
import { Features } from '#feature';
import { type Answers, createStubServer, maya, type StubServer } from '#test/stub-server.ts';
import { magicLink } from './feature.tsx';
import { MagicLinkPage } from './magic-link-page.tsx';
import { NewMagicLinkPage } from './new-magic-link-page.tsx';

const code = 'c0de'.repeat(8);

async function open(hash: string, answers: Answers = {}, signedIn = false): Promise<StubServer> {
  const server = createStubServer(answers);
  const auth = server.auth();
  if (signedIn) {
    await server.signIn(await auth.connect());
  }
  render(
    <StrictMode>
      <MantineProvider>
        <Features value={[magicLink]}>
          <MemoryRouter initialEntries={[`/magic-link${hash}`]}>
            <Routes>
              <Route path="/magic-link" element={<MagicLinkPage auth={auth} />} />
              <Route path="*" element={null} />
            </Routes>
            <Address />
          </MemoryRouter>
        </Features>
      </MantineProvider>
    </StrictMode>,
  );
  return server;
}

function Address(): ReactNode {
  const { pathname, hash } = useLocation();
  return <output aria-label="Address">{pathname + hash}</output>;
}

test('[S8] magic link, opened, leaves the address and is not used before the click', async () => {
  const server = await open(`#${code}`);

  expect(await screen.findByRole('button', { name: 'Sign in with the link' })).toBeVisible();
  expect(screen.getByLabelText('Address')).toHaveTextContent(/^\/magic-link$/);
  expect(server.fetch).not.toHaveBeenCalled();
});

test('[S8] magic link, clicked, signs in and goes to the first page', async () => {
  const server = await open(`#${code}`);

  await userEvent.click(await screen.findByRole('button', { name: 'Sign in with the link' }));

  await expect.poll(() => screen.getByLabelText('Address').textContent).toBe('/');
  expect(server.calls('oauth2/token')).toHaveLength(1);
});

test('[S8] magic link, that was used, says what that means and offers the sign-in', async () => {
  const body = { error: 'invalid_grant', error_description: 'Token already granted' };
  await open(`#${code}`, { 'oauth2/token': { status: 400, body } });

  await userEvent.click(await screen.findByRole('button', { name: 'Sign in with the link' }));

  expect(await screen.findByRole('alert')).toHaveTextContent('ended the session that its first use began');
  expect(screen.getByRole('link', { name: 'Sign in another way' })).toBeVisible();
});

test('[S8] magic link, where somebody is signed in, asks before it replaces them', async () => {
  const server = await open(`#${code}`, {}, true);

  expect(await screen.findByRole('note')).toHaveTextContent('Maya Rivera is signed in here');
  expect(screen.getByRole('link', { name: 'Stay signed in as Maya Rivera' })).toHaveAttribute('href', '/');
  expect(server.calls('oauth2/token')).toHaveLength(1);
});

test.each(['', '#main'])('[S8] magic link, without a code but “%s”, is not complete', async (hash) => {
  await open(hash);

  expect(await screen.findByRole('heading', { name: 'This link is not complete' })).toBeVisible();
});

const membership = {
  resourceType: 'ProjectMembership',
  id: 'sam-at-clinic',
  profile: { reference: 'Patient/sam', display: 'Sam Carter' },
};

async function openNew(answers: Answers, admin: boolean): Promise<StubServer> {
  const me = {
    profile: maya,
    project: { resourceType: 'Project', id: 'clinic' },
    membership: { ...membership, admin },
  };
  const found = { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: membership }] };
  const all = { 'auth/me': { body: me }, 'fhir/R4/ProjectMembership': { body: found }, ...answers };
  const server = createStubServer(all);
  await server.signIn();
  render(
    <MantineProvider>
      <Features value={[magicLink]}>
        <MedplumProvider medplum={server.medplum()}>
          <MemoryRouter>
            <NewMagicLinkPage clientId="test-client" />
          </MemoryRouter>
        </MedplumProvider>
      </Features>
    </MantineProvider>,
  );
  return server;
}

test('[S8] new magic link, made by an administrator, is shown with a warning', async () => {
  const answer = { preAuthorizedCode: code, expiresAt: '2030-01-01T00:00:00.000Z' };
  await openNew({ 'auth/preauthorize': { body: answer } }, true);

  await userEvent.click(await screen.findByRole('button', { name: 'Make the link' }));

  expect(await screen.findByLabelText('Magic link')).toHaveValue(`${window.location.origin}/magic-link#${code}`);
  expect(screen.getByRole('status')).toHaveTextContent('It is as good as a password');
});

test('[S8] new magic link, for somebody who is no administrator, is not offered and asks for nothing', async () => {
  const server = await openNew({}, false);

  expect(screen.getByRole('note')).toHaveTextContent('for administrators of the project');
  expect(server.calls('fhir/R4/ProjectMembership')).toEqual([]);
});
