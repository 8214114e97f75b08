import type { ReactNode } from 'react';
import { Route } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import { lazyPage } from '#ui/lazy-page.ts';

const EhrPage = lazyPage(async () => (await import('./ehr-page.tsx')).EhrPage);

/** A page that stands in for an EHR, to launch SMART apps from. For the signed-in. */
export function ehrRoutes({ settings }: Auth): ReactNode {
  return <Route path="/ehr" element={<EhrPage settings={settings} />} />;
}
