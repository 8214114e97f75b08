import { type ReactNode, useSyncExternalStore } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { sessionsRoutes } from '#features/sessions/sessions-routes.tsx';
import { ehrRoutes } from '#features/smart/ehr-routes.tsx';
import { inviteRoutes } from '#features/accounts/invite-routes.tsx';
import { magicLinkRoutes, newMagicLinkRoutes } from '#features/magic-link/magic-link-routes.tsx';
import { registerRoutes } from '#features/accounts/register-routes.tsx';
import { securityRoutes } from '#features/second-factor/security-routes.tsx';
import { setPasswordRoutes } from '#features/accounts/set-password-routes.tsx';
import { SignInPage } from '#pages/sign-in/sign-in-page.tsx';
import { smartRoutes } from '#features/smart/smart-routes.tsx';
import { tokenExchangeRoutes } from '#features/token-exchange/token-exchange-routes.tsx';
import type { Auth } from '#medplum/auth.ts';
import { lazyPage } from '#ui/lazy-page.ts';
import { NotFoundPage } from './not-found-page.tsx';
import { SessionGate } from './session-gate.tsx';
import { Shell } from '#ui/frame.tsx';

const CallbackPage = lazyPage(async () => (await import('#pages/sign-in/callback-page.tsx')).CallbackPage);
const SignInFailedPage = lazyPage(
  async () => (await import('#pages/sign-in/sign-in-failed-page.tsx')).SignInFailedPage,
);
const ProviderPage = lazyPage(async () => (await import('#features/identity-provider/provider-page.tsx')).ProviderPage);
const PatientListPage = lazyPage(async () => (await import('#pages/patients/patient-list-page.tsx')).PatientListPage);
const PatientPage = lazyPage(async () => (await import('#pages/chart/patient-page.tsx')).PatientPage);
const HistoryPage = lazyPage(async () => (await import('#pages/chart/history-page.tsx')).HistoryPage);
const MePage = lazyPage(async () => (await import('#pages/me/me-page.tsx')).MePage);

export function AppRoutes({ auth }: Readonly<{ auth: Auth }>): ReactNode {
  const { session } = auth;
  const state = useSyncExternalStore(session.subscribe, session.state);
  const { signOut } = session;
  return (
    <Routes>
      <Route element={<Shell settings={auth.settings} state={state} signOut={signOut} />}>
        <Route path="/sign-in" element={<SignInPage auth={auth} state={state} />} />
        <Route path="/sign-in/failed" element={<SignInFailedPage />} />
        <Route path="/sign-in/provider" element={<ProviderPage auth={auth} />} />
        <Route path="/callback" element={<CallbackPage auth={auth} />} />
        {registerRoutes(auth)}
        {setPasswordRoutes(auth)}
        {magicLinkRoutes(auth)}
        {tokenExchangeRoutes(auth)}
        <Route element={<SessionGate state={state} signOut={signOut} />}>
          <Route index element={<Navigate to="/patients" replace />} />
          <Route path="/patients" element={<PatientListPage />} />
          <Route path="/patients/:id" element={<PatientPage />} />
          <Route path="/patients/:id/history" element={<HistoryPage />} />
          <Route path="/patients/:id/observations/:observationId/history" element={<HistoryPage />} />
          <Route path="/me" element={<MePage />} />
          {inviteRoutes()}
          {newMagicLinkRoutes(auth)}
          {sessionsRoutes(auth)}
          {securityRoutes()}
          {ehrRoutes(auth)}
        </Route>
        <Route path="*" element={<NotFoundPage />} />
      </Route>
      {smartRoutes(auth)}
    </Routes>
  );
}
