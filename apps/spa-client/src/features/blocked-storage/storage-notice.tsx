import { Alert } from '@mantine/core';
import { type ReactNode, useSyncExternalStore } from 'react';
import type { Auth } from '#medplum/auth.ts';

export function StorageNotice({ auth: { localStorage, tabStorage } }: Readonly<{ auth: Auth }>): ReactNode {
  const keepsTokens = useSyncExternalStore(localStorage.subscribe, localStorage.isKept);
  const keepsAttempts = useSyncExternalStore(tabStorage.subscribe, tabStorage.isKept);
  return keepsTokens && keepsAttempts ? null : (
    <Alert role="status" color="yellow" title="This browser keeps nothing for this app" mb="xl">
      Its storage is blocked or full: because of a private window, blocked cookies or site data, or too little space.
      You can still sign in. Your token then lives in the memory of this page, and reloading or closing the page signs
      you out here.
      {!keepsAttempts && ' Sign in without leaving this page: on the way back from another one, it would not know you.'}
    </Alert>
  );
}
