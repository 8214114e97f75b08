import { Button, Stack, Text } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { failureOf } from './failure.ts';
import { PageTitle } from './page-title.tsx';
import { SupportDetails } from './support-details.tsx';

/** A part of the app did not arrive, most often because a newer version was deployed, or it has a fault. */
export function PageCrashed({ error }: Readonly<{ error: unknown }>): ReactNode {
  const failure = useMemo(() => failureOf(error), [error]);
  return (
    <Stack align="flex-start" maw="40rem" role="alert">
      <PageTitle>This page could not be shown</PageTitle>
      <Text>
        A part of the app did not load or has a fault. Often the connection was lost for a moment, or a newer version
        was released while this one was open.
      </Text>
      <Text>Reload the page. You stay signed in where the app keeps its tokens beyond a reload.</Text>
      <Button onClick={() => window.location.reload()}>Reload the page</Button>
      <SupportDetails {...failure} />
    </Stack>
  );
}
