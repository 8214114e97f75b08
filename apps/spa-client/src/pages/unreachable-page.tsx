import { Button, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Session } from '#medplum/session.ts';
import { PageTitle } from '#ui/page-title.tsx';

/** For whoever has tokens of an earlier page while Medplum does not answer. */
export function UnreachablePage({ signOut }: Readonly<{ signOut: Session['signOut'] }>): ReactNode {
  return (
    <Stack align="flex-start">
      <PageTitle>Medplum does not answer</PageTitle>
      <Text>
        You are still signed in on this device, but the server could not be reached. Check the connection, and that the
        server at <code>PUBLIC_MEDPLUM_BASE_URL</code> is running and allows this page&rsquo;s origin (CORS).
      </Text>
      <Button onClick={() => window.location.reload()}>Try again</Button>
      <Button variant="default" onClick={() => void signOut()}>
        Sign out on this device
      </Button>
    </Stack>
  );
}
