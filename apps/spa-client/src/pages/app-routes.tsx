import { Fragment, type ReactNode, useContext, useSyncExternalStore } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { type Feature, Features } from '#feature';
import type { Auth } from '#medplum/auth.ts';
import { Frame } from '#ui/frame.tsx';
import { lazyPage } from '#ui/lazy-page.ts';
import { SessionGate } from './session-gate.tsx';
import { SignInPage } from './sign-in/sign-in-page.tsx';

const CallbackPage = lazyPage(async () => (await import('./sign-in/callback-page.tsx')).CallbackPage);
const NotFoundPage = lazyPage(async () => (await import('./not-found-page.tsx')).NotFoundPage);
const SignInFailedPage = lazyPage(async () => (await import('./sign-in/sign-in-failed-page.tsx')).SignInFailedPage);
const PatientListPage = lazyPage(async () => (await import('./patients/patient-list-page.tsx')).PatientListPage);
const PatientPage = lazyPage(async () => (await import('./chart/patient-page.tsx')).PatientPage);
const HistoryPage = lazyPage(async () => (await import('./chart/history-page.tsx')).HistoryPage);
const MePage = lazyPage(async () => (await import('./me/me-page.tsx')).MePage);

export function AppRoutes({ auth }: Readonly<{ auth: Auth }>): ReactNode {
  const { session } = auth;
  const state = useSyncExternalStore(session.subscribe, session.state);
  const features = useContext(Features);
  const add = (routes: (feature: Feature) => ReactNode): ReactNode =>
    features.map((feature) => <Fragment key={feature.name}>{routes(feature)}</Fragment>);
  return (
    <Routes>
      <Route element={<Frame auth={auth} state={state} />}>
        <Route path="/sign-in" element={<SignInPage auth={auth} state={state} />} />
        <Route path="/sign-in/failed" element={<SignInFailedPage />} />
        <Route path="/callback" element={<CallbackPage auth={auth} />} />
        {add(({ routes }) => routes?.(auth))}
        <Route element={<SessionGate state={state} signOut={session.signOut} />}>
          <Route index element={<Navigate to="/patients" replace />} />
          <Route path="/patients" element={<PatientListPage />} />
          <Route path="/patients/:id" element={<PatientPage />} />
          <Route path="/patients/:id/history" element={<HistoryPage />} />
          <Route path="/patients/:id/observations/:observationId/history" element={<HistoryPage />} />
          <Route path="/me" element={<MePage />} />
          {add(({ signedInRoutes }) => signedInRoutes?.(auth))}
        </Route>
        <Route path="*" element={<NotFoundPage />} />
      </Route>
      {add(({ frameless }) => frameless?.(auth))}
    </Routes>
  );
}
