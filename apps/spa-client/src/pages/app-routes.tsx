import { Anchor, Stack, Text } from '@mantine/core';
import { Fragment, type ReactNode, useContext, useSyncExternalStore } from 'react';
import { Link, Navigate, Route, Routes } from 'react-router';
import { type Feature, Features } from '#feature';
import type { Auth } from '#medplum/auth.ts';
import { Frame } from '#ui/frame.tsx';
import { lazyPage, PageTitle } from '#ui/page-parts.tsx';
import { SessionGate } from './session-gate.tsx';
import { SignInPage } from './sign-in-page.tsx';

const CallbackPage = lazyPage(async () => (await import('./callback-page.tsx')).CallbackPage);
const SignInFailedPage = lazyPage(async () => (await import('./callback-page.tsx')).SignInFailedPage);
const PatientListPage = lazyPage(async () => (await import('./patient-list-page.tsx')).PatientListPage);
const PatientPage = lazyPage(async () => (await import('./patient-page.tsx')).PatientPage);
const MePage = lazyPage(async () => (await import('./me-page.tsx')).MePage);

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
        <Route element={<SessionGate auth={auth} state={state} />}>
          <Route index element={<Navigate to="/patients" replace />} />
          <Route path="/patients" element={<PatientListPage />} />
          <Route path="/patients/:id" element={<PatientPage />} />
          <Route path="/me" element={<MePage />} />
          {add(({ signedInRoutes }) => signedInRoutes?.(auth))}
        </Route>
        <Route path="*" element={<NotFoundPage />} />
      </Route>
      {add(({ frameless }) => frameless?.(auth))}
    </Routes>
  );
}

function NotFoundPage(): ReactNode {
  return (
    <Stack align="flex-start">
      <PageTitle>There is no such page</PageTitle>
      <Text>The address may be mistyped, or the page may have moved.</Text>
      <Anchor component={Link} to="/">
        Go to the first page
      </Anchor>
    </Stack>
  );
}
