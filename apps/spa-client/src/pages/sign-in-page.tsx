import { Alert, Button, Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, Suspense, useContext, useState } from 'react';
import { Navigate, useLocation } from 'react-router';
import { type Feature, Features } from '#feature';
import { localPath } from '#local-path';
import type { Auth } from '#medplum/auth.ts';
import type { SessionState, SignedOutBecause } from '#medplum/session.ts';
import { PageTitle } from '#ui/page-parts.tsx';
import { FailureNotice } from '#ui/show-failure.tsx';

type SignInPageProps = Readonly<{ auth: Auth; state: SessionState }>;

/** The first page: what this pattern is, whether it is the right one, and the ways to sign in. */
export function SignInPage({ auth, state }: SignInPageProps): ReactNode {
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
  const notice = state.status === 'signed-out' ? signedOutNotice(state.because, features) : undefined;
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
      {/* Each waits for itself alone: one that came late would move the button below it. */}
      {features.map(
        ({ name, SignInNotice }) =>
          SignInNotice && (
            <Suspense key={name}>
              <SignInNotice auth={auth} />
            </Suspense>
          ),
      )}
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
  const [leaving, setLeaving] = useState(false);
  const [error, setError] = useState<unknown>();

  const leave = async (): Promise<void> => {
    setLeaving(true);
    setError(undefined);
    try {
      const { redirect } = await auth.connect();
      await redirect.start(returnTo);
    } catch (caught) {
      setLeaving(false);
      setError(caught);
    }
  };

  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="by-redirect">
      <Stack>
        <Title order={2} size="h3" id="by-redirect">
          On Medplum&rsquo;s page
        </Title>
        <Text>
          {isOneOfSeveral && 'Recommended. '}Medplum asks for the password and sends you back with a code that works
          once. This app never sees the password.
        </Text>
        <FailureNotice error={error} />
        <Button loading={leaving} onClick={() => void leave()}>
          Continue with Medplum
        </Button>
      </Stack>
    </Paper>
  );
}

const notices: Readonly<Record<SignedOutBecause, string | undefined>> = {
  'not-yet': undefined,
  'session-ended': 'Your session has ended. Sign in again to go on where you were.',
  'signed-out': 'You are signed out. Medplum has revoked the session.',
  'signed-out-here-only':
    'You are signed out on this device. Medplum did not answer, so the session may stay valid there until it expires.',
};

/** Why nobody is signed in, in words for whoever was. */
function signedOutNotice(because: string, features: readonly Feature[]): string | undefined {
  const ofFeatures = Object.assign({}, ...features.map(({ signedOutNotices }) => signedOutNotices)) as object;
  return ({ ...ofFeatures, ...notices } as Readonly<Record<string, string | undefined>>)[because];
}
