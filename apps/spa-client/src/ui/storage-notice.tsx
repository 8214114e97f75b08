import { type ReactNode, Suspense, useSyncExternalStore } from 'react';
import type { Auth } from '#medplum/auth.ts';
import { lazyPage } from './lazy-page.ts';

const NothingIsKept = lazyPage(async () => (await import('./nothing-is-kept.tsx')).NothingIsKept);

/** Says that nothing outlives this page, where the browser refuses to store it. */
export function StorageNotice({ auth }: Readonly<{ auth: Auth }>): ReactNode {
  const { localStorage, tabStorage } = auth;
  const keepsTokens = useSyncExternalStore(localStorage.subscribe, localStorage.isKept);
  const keepsAttempts = useSyncExternalStore(tabStorage.subscribe, tabStorage.isKept);
  if (keepsTokens && keepsAttempts) {
    return null;
  }
  return (
    <Suspense>
      <NothingIsKept keepsAttempts={keepsAttempts} />
    </Suspense>
  );
}
