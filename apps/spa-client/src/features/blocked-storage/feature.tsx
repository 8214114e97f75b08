import { Alert } from '@mantine/core';
import { type ReactNode, useSyncExternalStore } from 'react';
import type { Feature, PageProps } from '#feature';

/** Says that nothing outlives the page, where the browser refuses to store it. */
export const blockedStorage: Feature = { name: 'blocked-storage', Above: StorageNotice };

function StorageNotice({ auth: { localStorage, tabStorage } }: PageProps): ReactNode {
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
