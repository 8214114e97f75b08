import type { ReactNode } from 'react';
import { Route } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import { lazyPage } from '#ui/lazy-page.ts';

const SessionsPage = lazyPage(async () => (await import('./sessions-page.tsx')).SessionsPage);

/** For signed-in users. To do without, delete this folder, `medplum/sessions.ts` and its line in app/app-routes.tsx. */
export function sessionsRoutes({ session }: Auth): ReactNode {
  return <Route path="/sessions" element={<SessionsPage signOut={session.signOut} />} />;
}
