import { Alert, Button, Paper, Stack, Text } from '@mantine/core';
import { type ReactNode, useContext, useState } from 'react';
import { Navigate, useLocation } from 'react-router';
import { Features, type PageProps } from '#feature';
import { localPath } from '#local-path';
import type { Auth } from '#medplum/auth.ts';
import type { SignedOutBecause } from '#medplum/session.ts';
import { PageTitle, Section } from '#ui/page-parts.tsx';
import { FailureNotice } from '#ui/show-failure.tsx';

/** The first page: what this pattern is, whether it is the right one, and the ways to sign in. */
export function SignInPage({ auth, state }: PageProps): ReactNode {
  const { search } = useLocation();
  const features = useContext(Features);
  const [email, onEmail] = useState('');
  const [instead, replaceCards] = useState<ReactNode>();
  const returnTo = localPath(new URLSearchParams(search).get('returnTo'), window.location.origin);

  if (state.status === 'signed-in') {
    return <Navigate to={returnTo} replace />;
  }
  if (instead) {
    return instead;
  }
  const ofFeatures = Object.assign({}, ...features.map(({ signedOutNotices }) => signedOutNotices)) as object;
  const notices = new Map(Object.entries({ ...ofFeatures, ...signedOutNotices }));
  const notice = state.status === 'signed-out' && notices.get(state.because);
  const ways = [...new Set(features.flatMap(({ SignInWays }) => SignInWays ?? []))];
  return (
    <Stack gap="xl">
      <Stack gap="xs">
        <PageTitle>Sign in</PageTitle>
        <Text size="lg" c="dimmed" maw="40rem">
          This app has no server of its own. The browser holds your Medplum token and asks Medplum for every record.
        </Text>
      </Stack>
      {notice && <Alert role="status">{notice}</Alert>}
      {features.map(({ name, SignInNotice }) => SignInNotice && <SignInNotice key={name} auth={auth} />)}
      <div className="sign-in-ways">
        <RedirectCard auth={auth} returnTo={returnTo} isOneOfSeveral={ways.length > 0} />
        {ways.map((Ways) => (
          <Ways key={Ways.name} {...{ auth, returnTo, email, onEmail, replaceCards }} />
        ))}
      </div>
    </Stack>
  );
}

type RedirectCardProps = Readonly<{ auth: Auth; returnTo: string; isOneOfSeveral: boolean }>;

function RedirectCard({ auth, returnTo, isOneOfSeveral }: RedirectCardProps): ReactNode {
  const [{ isLeaving, error }, setAttempt] = useState<Readonly<{ isLeaving?: boolean; error?: unknown }>>({});

  const leave = async (): Promise<void> => {
    setAttempt({ isLeaving: true });
    const { redirect } = await auth.connect();
    await redirect.start(returnTo);
  };

  return (
    <Paper withBorder p="lg">
      <Section title="On Medplum’s page">
        <Text>
          {isOneOfSeveral && 'Recommended. '}Medplum asks for the password and sends you back with a code that works
          once. This app never sees the password.
        </Text>
        <FailureNotice error={error} />
        <Button
          loading={isLeaving === true}
          onClick={() => void leave().catch((error: unknown) => setAttempt({ error }))}
        >
          Continue with Medplum
        </Button>
      </Section>
    </Paper>
  );
}

/** Why nobody is signed in, in words for whoever was. */
const signedOutNotices: Readonly<Record<SignedOutBecause, string | undefined>> = {
  'not-yet': undefined,
  'session-ended': 'Your session has ended. Sign in again to go on where you were.',
  'signed-out': 'You are signed out. Medplum has revoked the session.',
  'signed-out-here-only':
    'You are signed out on this device. Medplum did not answer, so the session may stay valid there until it expires.',
};
