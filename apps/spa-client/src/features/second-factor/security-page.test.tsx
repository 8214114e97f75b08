import { MantineProvider } from '@mantine/core';
import { MedplumProvider } from '@medplum/react-hooks';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { Features } from '#feature';
import { type Answers, createStubServer, outcome, type StubServer } from '#test/stub-server.ts';
import { secondFactor } from './feature.tsx';
import { SecurityPage } from './security-page.tsx';

const key = {
  enrollUri: 'otpauth://totp/clinic:maya?secret=KNASSFJEKZ7GSPAT',
  enrollQrCode: 'data:image/png;base64,AAAA',
};
const off = { enrolled: false, enrolledMethods: [], allowedMethods: ['totp'], email: 'maya@clinic.example', ...key };
const on = { ...off, enrolled: true, enrolledMethods: ['totp'] };
const mailToo = { ...off, allowedMethods: ['totp', 'email'] };

function open(answers: Answers): StubServer {
  const server = createStubServer(answers);
  render(
    <MantineProvider>
      <Features value={[secondFactor]}>
        <MedplumProvider medplum={server.medplum()}>
          <SecurityPage />
        </MedplumProvider>
      </Features>
    </MantineProvider>,
  );
  return server;
}

async function enterCode(action: string, label = 'Code'): Promise<void> {
  await userEvent.type(await screen.findByLabelText(label), '123456');
  await userEvent.click(screen.getByRole('button', { name: action }));
}

test('[C2] security page, without a second factor, turns the app on with a code of it', async () => {
  let status: object = off;
  const server = open({
    'auth/mfa/status': () => ({ body: status }),
    'auth/mfa/enroll': () => {
      status = on;
      return { body: {} };
    },
  });

  await enterCode('Turn it on');

  expect(await screen.findByText(/Your authenticator app is on/)).toBeVisible();
  expect(JSON.parse(server.calls('auth/mfa/enroll')[0] ?? '')).toEqual({ method: 'totp', token: '123456' });
  expect(await screen.findByRole('button', { name: 'Turn it off' })).toBeVisible();
});

test('[C2] security page, with a wrong code, changes nothing and says so', async () => {
  open({ 'auth/mfa/status': { body: on }, 'auth/mfa/disable': outcome(400, 'invalid', 'Invalid token') });

  await enterCode('Turn it off');

  expect(await screen.findByRole('alert')).toHaveTextContent('That code was not right');
  expect(screen.getByRole('button', { name: 'Turn it off' })).toBeEnabled();
});

test('[C2] security page, of somebody who has to have a second factor, offers no removal of the last', async () => {
  open({ 'auth/mfa/status': { body: { ...on, mfaRequired: true } } });

  expect(await screen.findByText(/it has to stay/)).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Turn it off' })).not.toBeInTheDocument();
});

test('[C2] security page, where codes by mail are allowed, mails one before it turns them on', async () => {
  const server = open({
    'auth/mfa/status': { body: mailToo },
    'auth/mfa/send-email-challenge': { body: {} },
    'auth/mfa/enroll': { body: {} },
  });

  await userEvent.click(await screen.findByRole('button', { name: 'Send me a code to turn it on' }));
  await enterCode('Turn mail on', 'Code from the mail');

  expect(await screen.findByText('Codes by mail are on.')).toBeVisible();
  expect(JSON.parse(server.calls('auth/mfa/enroll')[0] ?? '')).toEqual({ method: 'email', token: '123456' });
});

test('[C2] security page, when Medplum refuses to tell, says why and can ask again', async () => {
  open({ 'auth/mfa/status': outcome(404, 'not-found', 'Not found') });

  expect(await screen.findByRole('alert')).toHaveTextContent('Medplum did not accept this');
  expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
});
