import { Anchor, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Session } from '#medplum/session.ts';
import { useHasFeature } from '#parts/use-has-feature.ts';
import { PageTitle } from '#ui/page-parts.tsx';
import { FailureNotice } from '#ui/show-failure.tsx';
import { SessionList } from './session-list.tsx';
import { SignOutEverywhere } from './sign-out-everywhere.tsx';
import { useSecurity } from './use-security.ts';
import './sessions.css';

/** Where the user is signed in, and how to end it there. */
export function SessionsPage({ signOut }: Readonly<{ signOut: Session['signOut'] }>): ReactNode {
  const { security, error, reload } = useSecurity();
  return (
    <Stack gap="xl" maw="44rem">
      <Stack gap="xs">
        <PageTitle>Where you are signed in</PageTitle>
        <Text c="dimmed">
          Each sign-in is a Login in Medplum. Medplum lists those that were begun or renewed in the last hour, and ends
          one at once: the next request of that browser is refused. Older ones that nobody used are not listed.
        </Text>
      </Stack>
      {error ? <FailureNotice error={error} resourceType="Login" retry={() => void reload()} /> : null}
      {!security && !error && <Skeleton height={180} role="status" aria-label="Loading your sessions" />}
      {security && (
        <>
          <SessionList sessions={security.sessions} reload={reload} signOut={signOut} />
          <SignOutEverywhere sessions={security.sessions} signOut={signOut} />
          <Stack gap="xs" component="section" aria-labelledby="second-factor">
            <Title order={2} size="h3" id="second-factor">
              Second factor
            </Title>
            <SecondFactor isEnrolled={security.mfaEnrolled} />
          </Stack>
        </>
      )}
    </Stack>
  );
}

function SecondFactor({ isEnrolled }: Readonly<{ isEnrolled: boolean }>): ReactNode {
  const canChange = useHasFeature('second-factor');
  return (
    <Text>
      {isEnrolled
        ? 'On: whoever knows your password also needs a code from your authenticator app or from a mail.'
        : 'Off: your password alone is enough to sign in.'}{' '}
      {canChange && (
        <Anchor component={Link} to="/security" inherit underline="always">
          {isEnrolled ? 'Change it' : 'Set it up'}
        </Anchor>
      )}
    </Text>
  );
}
