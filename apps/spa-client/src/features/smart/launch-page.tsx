import { type ReactNode, useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import { failureOf, type Failure } from '#ui/failure.ts';
import { Waiting } from '#ui/page-parts.tsx';
import { FailurePage } from '#ui/show-failure.tsx';
import { ehrLaunchScopes } from './scope-choices.ts';
import { readLaunchLink } from './smart-launch-link.ts';
import { smartApp } from './smart-launch.ts';
import { startAgain } from './start-again.ts';

/** Where an EHR opens this app. It leaves at once for Medplum's sign-in page, or says what is wrong with the link. */
export function LaunchPage({ auth }: Readonly<{ auth: Auth }>): ReactNode {
  const { search } = useLocation();
  const [failure, setFailure] = useState<Failure>();

  useEffect(() => {
    let isCurrent = true;
    const start = async (): Promise<void> => {
      const { launch } = readLaunchLink(search, auth.settings);
      const { context } = await auth.connect();
      // StrictMode runs effects twice; the browser is to leave once.
      if (isCurrent) {
        await smartApp(context).start({ launch, scopes: ehrLaunchScopes });
      }
    };
    start().catch((error: unknown) => setFailure(failureOf(error)));
    return () => void (isCurrent = false);
  }, [auth, search]);

  return failure ? (
    <FailurePage failure={failure} retry={startAgain} />
  ) : (
    <Waiting>Going to Medplum to sign in</Waiting>
  );
}
