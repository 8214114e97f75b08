import type { ReactNode } from 'react';
import { Route } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import { lazyPage } from '#ui/lazy-page.ts';

const RegisterPage = lazyPage(async () => (await import('./register-page.tsx')).RegisterPage);

/** Registering as a patient, where the settings name the project that takes patients. */
export function registerRoutes(auth: Auth): ReactNode {
  const { projectId } = auth.settings;
  return projectId && <Route path="/register" element={<RegisterPage auth={auth} projectId={projectId} />} />;
}
