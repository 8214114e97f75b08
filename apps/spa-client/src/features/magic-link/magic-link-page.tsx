import { Stack, Text } from '@mantine/core';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useLocation } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import { SignInError } from '#medplum/error.ts';
import { useSecretOfAddress } from '#parts/use-secret-of-address.ts';
import { failureOf } from '#ui/failure.ts';
import { PageTitle, Waiting } from '#ui/page-parts.tsx';
import { FailurePage } from '#ui/show-failure.tsx';
import type { MagicLinkErrorCode } from './failures.ts';
import { MagicLinkSignIn } from './magic-link-sign-in.tsx';

/** Other fragments, such as that of “Skip to content”, are no codes. */
const codeShape = /^#[\w.~-]{20,}$/;

/** Where a magic link leads. It asks for a click: programs that look at links in mails must not use them up. */
export function MagicLinkPage({ auth }: Readonly<{ auth: Auth }>): ReactNode {
  const { hash } = useLocation();
  const code = useSecretOfAddress(codeShape.test(hash) ? hash.slice(1) : undefined, '/magic-link');
  const state = useSyncExternalStore(auth.session.subscribe, auth.session.state);

  if (!code) {
    return (
      <FailurePage
        failure={failureOf(new SignInError<MagicLinkErrorCode>('magic_link_invalid', 'The address holds no code'))}
      />
    );
  }
  if (state.status === 'restoring') {
    return <Waiting>Checking who is signed in here</Waiting>;
  }
  return (
    <Stack align="flex-start" maw="36rem">
      <PageTitle>Sign in with this link</PageTitle>
      <Text>
        Somebody made this link for one person to sign in to spa-client, at {window.location.host}, without a password.
        It works once. Go on only if you expected it.
      </Text>
      <MagicLinkSignIn key={code} auth={auth} code={code} state={state} />
    </Stack>
  );
}
