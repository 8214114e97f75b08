import { Alert, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import type { LoginStep } from '#medplum/login-step.ts';
import { localPath } from '#medplum/return-to.ts';
import type { SessionState, SignedOutBecause } from '#medplum/session.ts';
import { PageTitle } from '#page/page-title.tsx';
import { LoginStepPage } from './login-step-page.tsx';
import { PasswordForm } from './password-form.tsx';
import { RedirectCard } from './redirect-card.tsx';
import './sign-in-page.css';

type SignInPageProps = Readonly<{ auth: Auth; state: SessionState }>;

const notices: Record<SignedOutBecause, string | undefined> = {
  'not-yet': undefined,
  'session-ended': 'Your session has ended. Sign in again to go on where you were.',
  'signed-out': 'You are signed out. Medplum has revoked the session.',
  'signed-out-here-only':
    'You are signed out on this device. Medplum did not answer, so the session may stay valid there until it expires.',
};

/** The first page: what this pattern is, whether it is the right one, and the ways to sign in. */
export function SignInPage({ auth, state }: SignInPageProps): ReactNode {
  const [query] = useSearchParams();
  const [step, setStep] = useState<LoginStep>();
  const returnTo = localPath(query.get('returnTo'), window.location.origin);

  if (state.status === 'signed-in') {
    return <Navigate to={returnTo} replace />;
  }
  if (step) {
    return <LoginStepPage step={step} onStep={setStep} startOver={() => setStep(undefined)} />;
  }
  const notice = state.status === 'signed-out' ? notices[state.because] : undefined;
  const leaveForMedplum = async (): Promise<void> => {
    const { redirect } = await auth.connect();
    await redirect.start(returnTo);
  };
  return (
    <Stack gap="xl">
      <Stack gap="xs">
        <PageTitle>Sign in</PageTitle>
        <Text size="lg" c="dimmed" className="sign-in-lead">
          This app has no server of its own. The browser holds your Medplum token and asks Medplum for every record.
        </Text>
      </Stack>
      {notice && <Alert role="status">{notice}</Alert>}
      <div className="sign-in-ways">
        <RedirectCard start={leaveForMedplum} />
        <PasswordForm auth={auth} onStep={setStep} />
      </div>
      <RightPatternCallout />
    </Stack>
  );
}

function RightPatternCallout(): ReactNode {
  return (
    <Alert role="note" color="yellow" title="Is this the right pattern for you?">
      RFC 10017, OAuth 2.0 for Browser-Based Applications, does not recommend it for applications with personal data: a
      script that slips into this page can use your token or get one of its own. With patients&rsquo; data, prefer the
      pattern of <code>apps/legacy-proxy</code>, where a server holds the token and the browser only a session cookie.
    </Alert>
  );
}
