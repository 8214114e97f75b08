import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';
import { describeFailure } from './describe-failure.ts';
import { failureOf } from './sign-in-failure.ts';

/** A failure that can be put right on the spot, shown where it happened. */
export function SignInProblem({ error }: Readonly<{ error: unknown }>): ReactNode {
  if (!error) {
    return null;
  }
  const { title, happened, next } = describeFailure(failureOf(error));
  return (
    <Alert color="red" title={title} role="alert">
      {happened} {next}
    </Alert>
  );
}
