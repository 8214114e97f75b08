import { Anchor, Button, Stack, Text } from '@mantine/core';
import { MedplumProvider } from '@medplum/react-hooks';
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { Link } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import { failureOf } from '#ui/failure.ts';
import { PageTitle, Waiting } from '#ui/page-parts.tsx';
import { FailurePage } from '#ui/show-failure.tsx';
import { LaunchedView } from './launched-view.tsx';
import { type SmartApp, smartApp } from './smart-launch.ts';
import { startAgain } from './start-again.ts';

/** What the user works with after a launch. */
export function LaunchedAppPage({ auth }: Readonly<{ auth: Auth }>): ReactNode {
  const { app, error } = useSmartApp(auth);
  if (error) {
    return <FailurePage failure={failureOf(error)} retry={startAgain} />;
  }
  return app ? <LaunchedApp app={app} /> : <Waiting>Loading the app</Waiting>;
}

function LaunchedApp({ app }: Readonly<{ app: SmartApp }>): ReactNode {
  const state = useSyncExternalStore(app.session.subscribe, app.session.state);
  const context = app.context();
  if (state.status === 'restoring') {
    return <Waiting>Restoring the session</Waiting>;
  }
  if (state.status === 'signing-out') {
    return <Waiting>Signing you out</Waiting>;
  }
  if (state.status === 'unreachable') {
    return <Unreachable signOut={app.session.signOut} />;
  }
  if (state.status === 'signed-out' || !context) {
    return <NotLaunched isSignedOut={state.status === 'signed-out' && state.because !== 'not-yet'} />;
  }
  return (
    <MedplumProvider medplum={app.medplum}>
      <LaunchedView context={context} signOut={() => void app.session.signOut()} />
    </MedplumProvider>
  );
}

function NotLaunched({ isSignedOut }: Readonly<{ isSignedOut: boolean }>): ReactNode {
  return (
    <Stack align="flex-start" maw="40rem">
      <PageTitle>{isSignedOut ? 'You are signed out of the SMART app' : 'No SMART app is open in this tab'}</PageTitle>
      <Text>
        {isSignedOut
          ? 'Its tokens are gone from this tab. spa-client itself, and other tabs, are as they were.'
          : 'A launched app lives in the tab in which it was launched, and its tokens go with that tab.'}
      </Text>
      <Anchor component={Link} to={startAgain.to}>
        {startAgain.label}
      </Anchor>
    </Stack>
  );
}

function Unreachable({ signOut }: Pick<SmartApp['session'], 'signOut'>): ReactNode {
  return (
    <Stack align="flex-start">
      <PageTitle>Medplum does not answer</PageTitle>
      <Text>You are still signed in to the SMART app in this tab.</Text>
      <Button onClick={() => window.location.reload()}>Try again</Button>
      <Button variant="default" onClick={() => void signOut()}>
        Sign out of this app
      </Button>
    </Stack>
  );
}

type SmartAppLoading = Readonly<{ app?: SmartApp; error?: unknown }>;

/** The launched app of this tab, once the SDK is loaded. */
function useSmartApp(auth: Auth): SmartAppLoading {
  const [loading, setLoading] = useState<SmartAppLoading>({});
  useEffect(() => {
    auth.connect().then(
      ({ context }) => setLoading({ app: smartApp(context) }),
      (error: unknown) => setLoading({ error }),
    );
  }, [auth]);
  return loading;
}
