import { Alert, Stack } from '@mantine/core';
import { type ReactNode, Suspense, useMemo } from 'react';
import { failureOf } from './failure.ts';
import { lazyPage } from './lazy-page.ts';
import { SupportDetails } from './support-details.tsx';
import { useFailureText } from './use-failure-text.ts';

const RetryCountdown = lazyPage(async () => (await import('./retry-countdown.tsx')).RetryCountdown);

/** A failure that can be put right on the spot, shown where it happened. */
export function FailureNotice({ error }: Readonly<{ error: unknown }>): ReactNode {
  const failure = useMemo(() => (error ? failureOf(error) : undefined), [error]);
  const text = useFailureText(failure);
  if (!failure || !text) {
    return null;
  }
  return (
    <Stack gap="xs">
      <Alert color="red" title={text.title} role="alert">
        {text.happened} {text.next}
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
