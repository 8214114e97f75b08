import { Button, Stack, Text } from '@mantine/core';
import { type ReactNode, Suspense } from 'react';
import { Link } from 'react-router';
import type { Failure } from './failure.ts';
import { lazyPage } from './lazy-page.ts';
import { PageTitle } from './page-title.tsx';
import { SupportDetails } from './support-details.tsx';
import { useFailureText } from './use-failure-text.ts';
import { Waiting } from './waiting.tsx';

type FailurePageProps = Readonly<{ failure: Failure; retry?: Readonly<{ to: string; label: string }> }>;

const RetryCountdown = lazyPage(async () => (await import('./retry-countdown.tsx')).RetryCountdown);

const newSignIn = { to: '/sign-in', label: 'Start a new sign-in' };

/** Where a flow ends that failed: what happened, what to try, and what to tell support. */
export function FailurePage({ failure, retry = newSignIn }: FailurePageProps): ReactNode {
  const text = useFailureText(failure);
  if (!text) {
    return <Waiting>Looking up what went wrong</Waiting>;
  }
  const { title, happened, next } = text;
  return (
    <Stack align="flex-start" maw="40rem">
      <PageTitle>{title}</PageTitle>
      <Text>{happened}</Text>
      <Text>{next}</Text>
      {failure.code === 'too_many_attempts' && (
        <Suspense>
          <RetryCountdown />
        </Suspense>
      )}
      <Button component={Link} to={retry.to}>
        {retry.label}
      </Button>
      <SupportDetails {...failure} />
    </Stack>
  );
}
