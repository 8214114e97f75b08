import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';

/** What it means for the user that the browser refuses to store anything. */
export function NothingIsKept({ keepsAttempts }: Readonly<{ keepsAttempts: boolean }>): ReactNode {
  return (
    <Alert role="status" color="yellow" title="This browser keeps nothing for this app" mb="xl">
      Its storage is blocked or full: because of a private window, blocked cookies or site data, or too little space.
      You can still sign in. Your token then lives in the memory of this page, and reloading or closing the page signs
      you out here.
      {!keepsAttempts && ' Sign in without leaving this page: on the way back from another one, it would not know you.'}
    </Alert>
  );
}
