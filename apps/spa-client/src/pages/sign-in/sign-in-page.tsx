import { Alert, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import type { LoginStep } from '#login/login-step.ts';
import { localPath } from '#medplum/return-to.ts';
import type { SessionState } from '#medplum/session.ts';
import { lazyPage } from '#ui/lazy-page.ts';
import { PageTitle } from '#ui/page-title.tsx';
import { EmailCard } from '#features/password/email-card.tsx';
import { MoreWays } from './more-ways.tsx';
import { ProviderButtons } from '#features/identity-provider/provider-buttons.tsx';
import { RedirectCard } from './redirect-card.tsx';
import { RightPatternNote } from './right-pattern-note.tsx';
import { signedOutNotices } from './signed-out-notices.ts';
import { UnfinishedNotice } from '#features/identity-provider/unfinished-notice.tsx';
import { WorkstationNote } from '#features/shared-workstation/workstation-note.tsx';
import './sign-in-page.css';

const LoginStepPage = lazyPage(async () => (await import('#login/login-step-page.tsx')).LoginStepPage);

type SignInPageProps = Readonly<{ auth: Auth; state: SessionState }>;

/** The first page: what this pattern is, whether it is the right one, and the ways to sign in. */
export function SignInPage({ auth, state }: SignInPageProps): ReactNode {
  const [query] = useSearchParams();
  const [email, setEmail] = useState('');
  const [step, setStep] = useState<LoginStep>();
  const returnTo = localPath(query.get('returnTo'), window.location.origin);

  if (state.status === 'signed-in') {
    return <Navigate to={returnTo} replace />;
  }
  if (step) {
    return <LoginStepPage step={step} onStep={setStep} startOver={() => setStep(undefined)} />;
  }
  const notice = state.status === 'signed-out' ? signedOutNotices[state.because] : undefined;
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
      <UnfinishedNotice auth={auth} />
      <WorkstationNote settings={auth.settings} />
      <RightPatternNote />
      <div className="sign-in-ways">
        <RedirectCard start={leaveForMedplum} />
        <EmailCard auth={auth} email={email} onEmail={setEmail} returnTo={returnTo} onStep={setStep} />
        <ProviderButtons auth={auth} returnTo={returnTo} onStep={setStep} />
      </div>
      <MoreWays settings={auth.settings} />
    </Stack>
  );
}
