import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { Features } from '#feature';
import { SignInError } from '#medplum/error.ts';
import { failures } from './failures.ts';
import { LoginStepPage } from './login-step-page.tsx';
import type { LoginStep } from './login-step.ts';

const signedIn: LoginStep = { status: 'signed-in' };
const ok = async (): Promise<LoginStep> => signedIn;
const refuse = (code: 'wrong_code' | 'login_ended') => async (): Promise<LoginStep> => {
  throw new SignInError<string>(code, 'refused');
};

type Verify = Extract<LoginStep, { status: 'verify-code' }>;
type Enrol = Extract<LoginStep, { status: 'enrol' }>;

const verifyStep: Verify = {
  status: 'verify-code',
  methods: ['totp'],
  email: 'ravi@clinic.example',
  verify: ok,
  mailCode: async () => undefined,
};

const enrolStep: Enrol = {
  status: 'enrol',
  methods: ['totp'],
  qrCode: 'data:image/png;base64,AAAA',
  keyUri: 'otpauth://totp/medplum.com:ravi?secret=KNASSFJEKZ7GSPAT&period=30',
  enrolApp: ok,
  enrolMail: ok,
};

function open(step: LoginStep) {
  const onStep = vi.fn<(next: LoginStep) => void>();
  const startOver = vi.fn<() => void>();
  render(
    <MantineProvider>
      <Features value={[{ name: 'any', failures: async () => failures }]}>
        <LoginStepPage step={step} onStep={onStep} startOver={startOver} />
      </Features>
    </MantineProvider>,
  );
  return { onStep, startOver };
}

test('[C2] code page, given a code with a space as apps show it, sends the digits', async () => {
  const verify = vi.fn<Verify['verify']>(ok);
  const { onStep } = open({ ...verifyStep, verify });

  await userEvent.type(screen.getByLabelText('Code'), '123 456{Enter}');

  await vi.waitFor(() => expect(onStep).toHaveBeenCalledWith(signedIn));
  expect(verify).toHaveBeenCalledWith('123456');
});

test('[C2] code page, lets phones fill in the code and show digits', () => {
  open(verifyStep);

  expect(screen.getByLabelText('Code')).toHaveAttribute('autocomplete', 'one-time-code');
  expect(screen.getByLabelText('Code')).toHaveAttribute('inputmode', 'numeric');
  expect(screen.getByLabelText('Code')).toHaveFocus();
});

test('[C2] code page, after a wrong code, says so and takes the next one', async () => {
  open({ ...verifyStep, verify: refuse('wrong_code') });

  await userEvent.type(screen.getByLabelText('Code'), '000000{Enter}');

  expect(await screen.findByRole('alert')).toHaveTextContent('That code was not right');
  expect(screen.getByRole('button', { name: 'Sign in' })).toBeEnabled();
});

test('[C2] code page, once Medplum has ended the login, takes no more codes but leads back', async () => {
  const { startOver } = open({ ...verifyStep, verify: refuse('login_ended') });
  await userEvent.type(screen.getByLabelText('Code'), '000000{Enter}');

  expect(await screen.findByRole('alert')).toHaveTextContent('This sign-in is over');
  expect(screen.queryByLabelText('Code')).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Start over' }));

  expect(startOver).toHaveBeenCalledOnce();
});

test('[C2] code page, for somebody with both factors, mails a code on demand and says where to', async () => {
  const mailCode = vi.fn<Verify['mailCode']>(async () => undefined);
  open({ ...verifyStep, methods: ['totp', 'email'], mailCode });

  await userEvent.click(screen.getByRole('button', { name: 'Send me a code by mail instead' }));

  expect(await screen.findByRole('status')).toHaveTextContent('A code is on its way to ravi@clinic.example');
  expect(mailCode).toHaveBeenCalledOnce();
});

test('[C2] code page, for somebody with the mail alone, says that a code was sent already', () => {
  open({ ...verifyStep, methods: ['email'] });

  expect(screen.getByText(/has sent six digits to ravi@clinic.example/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Send another code' })).toBeVisible();
});

test('[C2] enrolment page, shows the key to scan, to type and to open on this device', async () => {
  const enrolApp = vi.fn<Enrol['enrolApp']>(ok);
  const { onStep } = open({ ...enrolStep, enrolApp });

  expect(screen.getByRole('img', { name: /QR code/ })).toHaveAttribute('src', enrolStep.qrCode);
  expect(screen.getByText('KNAS SFJE KZ7G SPAT')).toBeVisible();
  expect(screen.getByRole('link', { name: /Open it with the key/ })).toHaveAttribute('href', enrolStep.keyUri);
  expect(screen.queryByRole('button', { name: 'Use codes by mail' })).not.toBeInTheDocument();
  await userEvent.type(screen.getByLabelText('Code'), '123456{Enter}');

  await vi.waitFor(() => expect(onStep).toHaveBeenCalledWith(signedIn));
  expect(enrolApp).toHaveBeenCalledWith('123456');
});

test('[C2] enrolment page, of a project that allows codes by mail, offers them too', async () => {
  const { onStep } = open({ ...enrolStep, methods: ['totp', 'email'], enrolMail: async () => verifyStep });

  await userEvent.click(screen.getByRole('button', { name: 'Use codes by mail' }));

  await vi.waitFor(() => expect(onStep).toHaveBeenCalledWith(verifyStep));
});
