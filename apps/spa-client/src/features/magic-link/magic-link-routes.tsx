import type { ReactNode } from 'react';
import { Route } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import { lazyPage } from '#ui/lazy-page.ts';

const MagicLinkPage = lazyPage(async () => (await import('./magic-link-page.tsx')).MagicLinkPage);
const NewMagicLinkPage = lazyPage(async () => (await import('./new-magic-link-page.tsx')).NewMagicLinkPage);

/** Using one: for whoever holds it. */
export function magicLinkRoutes(auth: Auth): ReactNode {
  return <Route path="/magic-link" element={<MagicLinkPage auth={auth} />} />;
}

/** Making one: for those who are signed in. */
export function newMagicLinkRoutes({ settings }: Auth): ReactNode {
  return <Route path="/magic-link/new" element={<NewMagicLinkPage clientId={settings.clientId} />} />;
}
