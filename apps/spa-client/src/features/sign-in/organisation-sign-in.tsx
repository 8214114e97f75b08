import { Button, Stack, Text } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { FailureNotice } from '#failure/failure-notice.tsx';
import type { Auth } from '#medplum/auth.ts';
import type { DomainProvider } from '#medplum/sign-in-method.ts';
import { useRequest } from './use-request.ts';

type OrganisationSignInProps = Readonly<{ auth: Auth; provider: DomainProvider; returnTo: string }>;

/** For an address whose domain has an identity provider of its own. */
export function OrganisationSignIn({ auth, provider, returnTo }: OrganisationSignInProps): ReactNode {
  const button = useRef<HTMLButtonElement>(null);
  const { busy, error, send } = useRequest();
  useEffect(() => button.current?.focus(), []);

  const leave = async (): Promise<void> => {
    const { context } = await auth.connect();
    const { startExternalSignIn } = await import('#medplum/external-sign-in.ts');
    await startExternalSignIn(context, { ...provider, name: provider.domain, returnTo });
  };
  return (
    <Stack>
      <Text role="status">
        Your organisation signs you in: <strong>{provider.domain}</strong>. It asks for its own password, not for one of
        Medplum.
      </Text>
      <FailureNotice error={error} />
      <Button ref={button} loading={busy} onClick={() => send(leave)}>
        Continue to {provider.domain}
      </Button>
    </Stack>
  );
}
