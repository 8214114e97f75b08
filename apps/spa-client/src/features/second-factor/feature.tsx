import { Route } from 'react-router';
import type { Feature } from '#feature';
import { lazyPage } from '#ui/page-parts.tsx';

const SecurityPage = lazyPage(async () => (await import('./security-page.tsx')).SecurityPage);

/** Where somebody who is signed in adds a second factor, or removes it. Using one belongs to `login/`. */
export const secondFactor: Feature = {
  name: 'second-factor',
  signedInRoutes: () => <Route path="/security" element={<SecurityPage />} />,
  failures: async () => (await import('#login/failures.ts')).failures,
};
