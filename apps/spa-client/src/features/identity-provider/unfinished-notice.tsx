import { Alert, Anchor } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { Link } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import { type ExternalAttempt, pendingExternalAttempt } from './external-attempt.ts';
import { useWindowAnswer } from './use-window-answer.ts';

/** On the sign-in page: somebody came back from an identity provider without an answer, perhaps with the Back button. */
export function UnfinishedNotice({ auth }: Readonly<{ auth: Auth }>): ReactNode {
  const pending = (): ExternalAttempt | undefined => pendingExternalAttempt(auth.tabStorage);
  const [attempt, setAttempt] = useState(pending);
  useWindowAnswer(attempt);
  useEffect(() => {
    const look = (): void => setAttempt(pendingExternalAttempt(auth.tabStorage));
    window.addEventListener('pageshow', look);
    return () => window.removeEventListener('pageshow', look);
  }, [auth]);

  return (
    attempt && (
      <Alert role="status" color="yellow">
        Your sign-in with {attempt.provider.name} did not finish.{' '}
        <Anchor component={Link} to="/sign-in/provider" inherit underline="always">
          Find out why
        </Anchor>
      </Alert>
    )
  );
}
