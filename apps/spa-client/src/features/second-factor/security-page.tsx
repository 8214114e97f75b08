import { Alert, Button, Skeleton, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { PageTitle } from '#ui/page-parts.tsx';
import { FailureNotice } from '#ui/show-failure.tsx';
import { AppFactor } from './app-factor.tsx';
import { MailFactor } from './mail-factor.tsx';
import { useSecondFactors } from './use-second-factors.ts';

/** Where somebody who is signed in adds a second factor, or removes it. */
export function SecurityPage(): ReactNode {
  const { factors, error, reload } = useSecondFactors();
  const [done, setDone] = useState<string>();
  const onChange = (what: string): void => {
    reload();
    setDone(what);
  };
  return (
    <Stack maw="40rem" gap="xl">
      <Stack gap="xs">
        <PageTitle>Second factor</PageTitle>
        <Text c="dimmed">
          With it, whoever knows your password still cannot sign in: Medplum also asks for six digits that only you can
          get. An identity provider looks after its own; this is for sign-in with a password.
        </Text>
      </Stack>
      {done && <Alert role="status">{done}</Alert>}
      {error !== undefined && (
        <Stack align="flex-start">
          <FailureNotice error={error} />
          <Button onClick={reload}>Try again</Button>
        </Stack>
      )}
      {!factors && error === undefined && (
        <Skeleton height={180} role="status" aria-label="Loading your second factors" />
      )}
      {factors && <AppFactor factors={factors} onChange={onChange} />}
      {factors && <MailFactor factors={factors} onChange={onChange} />}
    </Stack>
  );
}
