import { Suspense } from 'react';
import { Route } from 'react-router';
import { OfferedWays } from '#login/offered-ways.tsx';
import type { SignInFeature } from '#login/sign-in-feature.ts';
import { lazyPage, Waiting } from '#ui/page-parts.tsx';

const EhrPage = lazyPage(async () => (await import('./ehr-page.tsx')).EhrPage);
const SmartFrame = lazyPage(async () => (await import('./smart-frame.tsx')).SmartFrame);
const StandalonePage = lazyPage(async () => (await import('./standalone-page.tsx')).StandalonePage);
const LaunchPage = lazyPage(async () => (await import('./launch-page.tsx')).LaunchPage);
const SmartCallbackPage = lazyPage(async () => (await import('./smart-callback-page.tsx')).SmartCallbackPage);
const LaunchedAppPage = lazyPage(async () => (await import('./launched-app-page.tsx')).LaunchedAppPage);

/** SMART App Launch, standalone and from an EHR; a page stands in for one. */
export const smart: SignInFeature = {
  name: 'smart',
  SignInWays: OfferedWays,
  signedInRoutes: ({ settings }) => <Route path="/ehr" element={<EhrPage settings={settings} />} />,
  // A launched app has a session of its own, so it stands without the header, which shows another.
  frameless: (auth) => {
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
  },
  otherWays: () => [
    { to: '/smart', title: 'Start as a SMART app', text: 'Choose what the app may ask for, and see what it gets.' },
  ],
  failures: async () => (await import('./failures.ts')).failures,
};
