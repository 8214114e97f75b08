import { Button, Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Auth } from '#medplum/auth.ts';
import { FailureNotice } from '#ui/failure-notice.tsx';

type RedirectCardProps = Readonly<{ auth: Auth; returnTo: string }>;

export function RedirectCard({ auth, returnTo }: RedirectCardProps): ReactNode {
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
          Recommended. Medplum asks for the password and sends you back with a code that works once. This app never sees
          the password.
        </Text>
        <FailureNotice error={error} />
        <Button loading={leaving} onClick={() => void leave()}>
          Continue with Medplum
        </Button>
      </Stack>
    </Paper>
  );
}
