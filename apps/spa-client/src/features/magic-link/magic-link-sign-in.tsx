import { Alert, Anchor, Button, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import type { SessionState } from '#medplum/session.ts';
import { useRequest } from '#parts/use-request.ts';
import { FailureNotice } from '#ui/show-failure.tsx';

type MagicLinkSignInProps = Readonly<{ auth: Auth; code: string; state: SessionState }>;

export function MagicLinkSignIn({ auth, code, state }: MagicLinkSignInProps): ReactNode {
  const navigate = useNavigate();
  const { busy, error, send } = useRequest();
  const signedInName = state.status === 'signed-in' ? nameOf(state) : undefined;

  const signIn = async (): Promise<void> => {
    const [{ context }, { redeemPreAuthorizedCode }] = await Promise.all([
      auth.connect(),
      import('./pre-authorized-code.ts'),
    ]);
    await redeemPreAuthorizedCode(context, code);
    await navigate('/', { replace: true });
  };

  return (
    <Stack align="flex-start">
      {signedInName && !busy && (
        <Alert role="note" color="yellow" title={`${signedInName} is signed in here`}>
          The link signs in the person for whom it was made, and ends this session first. If somebody sent it to you
          unasked, they may want you to work in their account: stay as you are.
        </Alert>
      )}
      <FailureNotice error={error} />
      {!error && (
        <Button loading={busy} onClick={() => send(signIn)}>
          {signedInName ? 'Sign out, and sign in with the link' : 'Sign in with the link'}
        </Button>
      )}
      {signedInName ? (
        <Anchor component={Link} to="/">
          Stay signed in as {signedInName}
        </Anchor>
      ) : (
        <Anchor component={Link} to="/sign-in">
          Sign in another way
        </Anchor>
      )}
      <Text size="sm" c="dimmed">
        A session from a link has no refresh token. It ends with its access token, after about an hour.
      </Text>
    </Stack>
  );
}

function nameOf({ medplum }: Extract<SessionState, { status: 'signed-in' }>): string {
  return medplum.getProjectMembership()?.profile?.display ?? 'Somebody';
}
