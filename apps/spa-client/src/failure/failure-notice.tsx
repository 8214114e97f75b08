import { Alert } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { describeFailure } from './describe-failure.ts';
import { failureOf } from './failure.ts';
import { SupportDetails } from './support-details.tsx';

/** A failure that can be put right on the spot, shown where it happened. */
export function FailureNotice({ error }: Readonly<{ error: unknown }>): ReactNode {
  const failure = useMemo(() => failureOf(error), [error]);
  if (!error) {
    return null;
  }
  const { title, happened, next } = describeFailure(failure);
  return (
    <Alert color="red" title={title} role="alert">
      {happened} {next}
      <SupportDetails {...failure} />
    </Alert>
  );
}
