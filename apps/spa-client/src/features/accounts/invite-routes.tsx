import type { ReactNode } from 'react';
import { Route } from 'react-router';
import { lazyPage } from '#ui/lazy-page.ts';

const InvitePage = lazyPage(async () => (await import('./invite-page.tsx')).InvitePage);

/** For those who are signed in. */
export function inviteRoutes(): ReactNode {
  return <Route path="/invite" element={<InvitePage />} />;
}
