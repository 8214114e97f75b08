import { MantineProvider } from '@mantine/core';
import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { StrictMode } from 'react';
import { MemoryRouter, Routes } from 'react-router';
import { beforeEach, expect, test } from 'vitest';
import { Features } from '#feature';
import type { Auth } from '#medplum/auth.ts';
import { createStubServer, outcome, settings, type StubServer, unsignedToken } from '#test/stub-server.ts';
import { smart } from './feature.tsx';
import { smartApp } from './smart-launch.ts';

const fhir = encodeURIComponent(`${settings.baseUrl}fhir/R4`);
const sam = { resourceType: 'Patient', id: 'sam', name: [{ given: ['Sam'], family: 'Carter' }], gender: 'male' };
const heartRate = {
  resourceType: 'Observation',
  id: 'o-1',
  code: { text: 'Heart rate' },
  valueQuantity: { value: 71 },
};
const granted = 'openid patient/*.rs';

const answers = {
  'oauth2/token': {
    body: {
      token_type: 'Bearer',
      access_token: unsignedToken({ client_id: settings.clientId, login_id: 'a-launch', scope: granted }),
      scope: granted,
      profile: { reference: 'Practitioner/maya' },
      project: { reference: 'Project/clinic' },
      patient: 'sam',
      need_patient_banner: true,
    },
  },
  'fhir/R4/Patient/sam': { body: sam },
  'fhir/R4/Patient': { body: { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: sam }] } },
  'fhir/R4/Observation': { body: { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: heartRate }] } },
};

let server: StubServer;
let auth: Auth;

beforeEach(() => {
  server = createStubServer(answers);
  auth = server.auth();
});

function open(path: string): void {
  render(
    <StrictMode>
      <MantineProvider>
        <Features value={[smart]}>
          <MemoryRouter initialEntries={[path]}>
            <Routes>{smart.frameless?.(auth)}</Routes>
          </MemoryRouter>
        </Features>
      </MantineProvider>
    </StrictMode>,
  );
}

async function beginLaunch(): Promise<string> {
  const { context } = await auth.connect();
  await smartApp(context).start({ launch: 'l-1', scopes: ['launch', 'openid', 'offline_access', 'patient/*.rs'] });
  return server.authorizationRequest().get('state') ?? '';
}

async function openLaunched(): Promise<void> {
  open(`/smart/callback?code=c-1&state=${await beginLaunch()}`);
  await screen.findByRole('heading', { name: 'The launched app' });
}

test('[C11] launch page, with a forged iss, explains itself, and no request leaves the browser', async () => {
  open('/smart/launch?iss=https%3A%2F%2Fevil.example%2Ffhir%2FR4&launch=l-1');

  expect(await screen.findByRole('heading', { name: 'This link is for another server' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Start the SMART app anew' })).toHaveAttribute('href', '/smart');
  expect(server.fetch).not.toHaveBeenCalled();
  expect(server.leaveFor).not.toHaveBeenCalled();
});

test('[C11] launch page, with a good link, leaves once for Medplum', async () => {
  open(`/smart/launch?iss=${fhir}&launch=l-1`);

  await waitFor(() => expect(server.leaveFor).toHaveBeenCalled());
  expect(server.leaveFor).toHaveBeenCalledOnce();
  expect(server.authorizationRequest().get('launch')).toBe('l-1');
});

test('[C11] standalone page, with other scopes chosen, shows what it will send and sends that', async () => {
  open('/smart');
  await userEvent.click(await screen.findByRole('checkbox', { name: 'patient/Observation.rs' }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'offline_access' }));
  const scope = 'openid fhirUser launch/patient patient/Patient.rs offline_access';
  expect(screen.getByText(`scope=${scope}`)).toBeVisible();

  await userEvent.click(screen.getByRole('button', { name: 'Start with Medplum' }));

  await waitFor(() => expect(server.leaveFor).toHaveBeenCalledOnce());
  expect(server.authorizationRequest().get('scope')).toBe(scope);
});

test('[C11] [B8] callback page, under StrictMode, asks for tokens once and shows the patient', async () => {
  await openLaunched();

  expect(await screen.findByRole('region', { name: 'Patient' })).toHaveTextContent('Sam Carter');
  expect(await screen.findByRole('table', { name: 'Observations' })).toHaveTextContent('Heart rate');
  expect(screen.getByRole('row', { name: /^offline_access/ })).toHaveTextContent('yesno');
  expect(server.calls('oauth2/token')).toHaveLength(1);
});

test('[C11] [B4] callback page, with a foreign state, explains itself and sends nothing', async () => {
  await beginLaunch();

  open('/smart/callback?code=c-1&state=foreign');

  expect(await screen.findByRole('heading', { name: 'This answer does not belong to your sign-in' })).toBeVisible();
  expect(server.fetch).not.toHaveBeenCalled();
});

test('[C11] launched app, that tries to write without the scope, says that the scopes are to blame', async () => {
  server = createStubServer({ ...answers, 'fhir/R4/Observation': outcome(403, 'forbidden', 'Forbidden') });
  auth = server.auth();
  await openLaunched();

  await userEvent.click(screen.getByRole('button', { name: 'Add an observation' }));

  expect(await screen.findByText(/None of the granted scopes lets it create Observation/)).toBeVisible();
});

test('[C11] launched app, that searches all patients, shows those that Medplum answered with', async () => {
  await openLaunched();

  await userEvent.click(screen.getByRole('button', { name: 'Search all patients' }));

  expect(await screen.findByText('Medplum answered with 1 patient')).toBeVisible();
});

test('[C11] launched app, after signing out of it, has nothing left of the patient', async () => {
  await openLaunched();

  await userEvent.click(screen.getByRole('button', { name: 'Sign out of this app' }));

  expect(await screen.findByRole('heading', { name: 'You are signed out of the SMART app' })).toBeVisible();
  expect(screen.queryByText(/Sam Carter/)).toBeNull();
});

test('[C11] app page, in a tab without a launch, says so and how to begin', async () => {
  open('/smart/app');

  expect(await screen.findByRole('heading', { name: 'No SMART app is open in this tab' })).toBeVisible();
});
