import { type ReactNode, Suspense } from 'react';
import { Route } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import { lazyPage } from '#ui/lazy-page.ts';
import { Waiting } from '#ui/waiting.tsx';

const SmartFrame = lazyPage(async () => (await import('./smart-frame.tsx')).SmartFrame);
const StandalonePage = lazyPage(async () => (await import('./standalone-page.tsx')).StandalonePage);
const LaunchPage = lazyPage(async () => (await import('./launch-page.tsx')).LaunchPage);
const SmartCallbackPage = lazyPage(async () => (await import('./smart-callback-page.tsx')).SmartCallbackPage);
const LaunchedAppPage = lazyPage(async () => (await import('./launched-app-page.tsx')).LaunchedAppPage);

/** SMART App Launch. A launched app has a session of its own, so it stands outside the shell, which shows another. */
export function smartRoutes(auth: Auth): ReactNode {
  const frame = (
    <Suspense fallback={<Waiting>Loading the page</Waiting>}>
      <SmartFrame />
    </Suspense>
  );
  return (
    <Route path="/smart" element={frame}>
      <Route index element={<StandalonePage auth={auth} />} />
      <Route path="launch" element={<LaunchPage auth={auth} />} />
      <Route path="callback" element={<SmartCallbackPage auth={auth} />} />
      <Route path="app" element={<LaunchedAppPage auth={auth} />} />
    </Route>
  );
}
