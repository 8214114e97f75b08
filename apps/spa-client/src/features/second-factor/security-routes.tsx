import type { ReactNode } from 'react';
import { Route } from 'react-router';
import { lazyPage } from '#ui/lazy-page.ts';

const SecurityPage = lazyPage(async () => (await import('./security-page.tsx')).SecurityPage);

/**
 * For signed-in users. To do without, delete this folder, `medplum/second-factors.ts`, its line in app/app-routes.tsx and
 * the link in sessions/second-factor.tsx.
 */
export function securityRoutes(): ReactNode {
  return <Route path="/security" element={<SecurityPage />} />;
}
