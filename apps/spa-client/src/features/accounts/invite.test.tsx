import { MantineProvider } from '@mantine/core';
import { MedplumProvider } from '@medplum/react-hooks';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { expect, test } from 'vitest';
import { Features } from '#feature';
import { type Answers, createStubServer, maya, outcome, type StubServer } from '#test/stub-server.ts';
import { accounts } from './feature.tsx';
import { InvitePage } from './invite-page.tsx';

const clinician = {
  resourceType: 'AccessPolicy',
  id: 'clinician',
  name: 'Clinician',
  resource: [{ resourceType: 'Patient', criteria: 'Patient?active=true', readonly: true }],
};

const invited = {
  resourceType: 'ProjectMembership',
  id: 'nils-at-clinic',
  user: { reference: 'User/nils', display: 'nils@example.com' },
  profile: { reference: 'Practitioner/nils', display: 'Nils Strand' },
};

function searchset(...resources: readonly object[]): { body: object } {
  return { body: { resourceType: 'Bundle', type: 'searchset', entry: resources.map((resource) => ({ resource })) } };
}

async function open(answers: Answers = {}, admin = true): Promise<StubServer> {
  const membership = { resourceType: 'ProjectMembership', id: 'olive-at-clinic', admin };
  const server = createStubServer({
    'auth/me': { body: { profile: maya, project: { resourceType: 'Project', id: 'clinic' }, membership } },
    'fhir/R4/AccessPolicy': searchset(clinician),
    'fhir/R4/ProjectMembership': searchset(),
    'fhir/R4/UserSecurityRequest': searchset({ resourceType: 'UserSecurityRequest', id: 'request', secret: 's3' }),
    'admin/projects/clinic/invite': { body: invited },
    ...answers,
  });
  await server.signIn();
  render(
    <MantineProvider>
      <Features value={[accounts]}>
        <MedplumProvider medplum={server.medplum()}>
          <MemoryRouter>
            <InvitePage />
          </MemoryRouter>
        </MedplumProvider>
      </Features>
    </MantineProvider>,
  );
  return server;
}

async function fillIn(policy?: string): Promise<void> {
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText('First name'), 'Nils');
  await user.type(screen.getByLabelText('Last name'), 'Strand');
  await user.type(screen.getByLabelText('Email'), 'nils@example.com');
  if (policy) {
    await user.selectOptions(screen.getByLabelText('Access policy'), policy);
  }
  await user.click(screen.getByRole('button', { name: 'Invite' }));
}

test('[C12] invite page, by default, hands over a link and warns of it', async () => {
  await open();

  await fillIn('Clinician');

  expect(await screen.findByLabelText('Link to set a password')).toHaveValue(
    `${window.location.origin}/setpassword/request/s3`,
  );
  expect(screen.getByRole('status')).toHaveTextContent('takes over the account');
});

test('[C12] invite page, without an access policy, sends no invitation: the member could do everything', async () => {
  const server = await open();

  await fillIn();

  expect(screen.getByLabelText('Access policy')).toBeInvalid();
  expect(server.calls('admin/projects/clinic/invite')).toEqual([]);
});

test('[C12] invite page, once a policy is chosen, tells what it allows', async () => {
  await open();

  await userEvent.selectOptions(await screen.findByLabelText('Access policy'), 'Clinician');

  expect(screen.getByRole('status')).toHaveTextContent(/Patient: read, search, history, vread; .*Patient\?active=true/);
});

test('[C12] invite page, in a project without policies, says that one has to be made first', async () => {
  await open({ 'fhir/R4/AccessPolicy': searchset() });

  expect(await screen.findByText('This project has no access policy yet')).toBeVisible();
});

test('[C12] invite page, when the policies may not be read, says so', async () => {
  await open({ 'fhir/R4/AccessPolicy': outcome(403, 'forbidden', 'Forbidden') });

  expect(await screen.findByRole('alert')).toHaveTextContent('Your access policy does not allow this');
});

test('[C12] invite page, for somebody who is no administrator, says why there is no form', async () => {
  const server = await open({}, false);

  expect(screen.getByRole('note')).toHaveTextContent('for administrators of the project');
  expect(server.calls('fhir/R4/AccessPolicy')).toEqual([]);
});
