import { Group, Loader, Text } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { RedirectSignIn } from '#medplum/redirect-sign-in.ts';
import { failureOf } from './sign-in-failure.ts';

/** Where Medplum sends the browser back to. Either way it leaves at once, and the code leaves the address bar. */
export function CallbackPage({ finish }: Pick<RedirectSignIn, 'finish'>): ReactNode {
  const { search } = useLocation();
  const navigate = useNavigate();

  useEffect(() => {
    finish(search).then(
      (returnTo) => navigate(returnTo, { replace: true }),
      (error: unknown) => navigate('/sign-in/failed', { replace: true, state: failureOf(error) }),
    );
  }, [finish, search, navigate]);

  return (
    <Group role="status">
      <Loader size="sm" aria-hidden />
      <Text>Signing you in&hellip;</Text>
    </Group>
  );
}
