import { Route } from 'react-router';
import type { Feature } from '#feature';
import { lazyPage } from '#ui/page-parts.tsx';

const SessionsPage = lazyPage(async () => (await import('./sessions-page.tsx')).SessionsPage);

/** Where the user is signed in, and how to end it there. */
export const sessions: Feature = {
  name: 'sessions',
  signedInRoutes: ({ session }) => <Route path="/sessions" element={<SessionsPage signOut={session.signOut} />} />,
  headerLinks: [{ to: '/sessions', label: 'Sessions' }],
};
