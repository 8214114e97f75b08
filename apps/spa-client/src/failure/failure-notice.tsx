import { Alert, Stack } from '@mantine/core';
import { type ReactNode, Suspense, useMemo } from 'react';
import { lazyPage } from '#page/lazy-page.ts';
import { describeFailure } from './describe-failure.ts';
import { failureOf } from './failure.ts';
import { SupportDetails } from './support-details.tsx';

const RetryCountdown = lazyPage(async () => (await import('./retry-countdown.tsx')).RetryCountdown);

/** A failure that can be put right on the spot, shown where it happened. */
export function FailureNotice({ error }: Readonly<{ error: unknown }>): ReactNode {
  const failure = useMemo(() => failureOf(error), [error]);
  if (!error) {
    return null;
  }
  const { title, happened, next } = describeFailure(failure);
  return (
    <Stack gap="xs">
      <Alert color="red" title={title} role="alert">
        {happened} {next}
        <SupportDetails {...failure} />
      </Alert>
      {failure.code === 'too_many_attempts' && (
        <Suspense>
          <RetryCountdown />
        </Suspense>
      )}
    </Stack>
  );
}
