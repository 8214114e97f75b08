import { Stack, Text } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Auth } from '#medplum/auth.ts';
import type { DomainProvider } from './find-domain-provider.ts';
import { ProviderButton } from './provider-button.tsx';

type OrganisationSignInProps = Readonly<{ auth: Auth; provider: DomainProvider; returnTo: string }>;

/** For an address whose domain has an identity provider of its own. */
export function OrganisationSignIn({ auth, provider, returnTo }: OrganisationSignInProps): ReactNode {
  const button = useRef<HTMLButtonElement>(null);
  const { domain } = provider;
  useEffect(() => button.current?.focus(), []);
  return (
    <Stack>
      <Text role="status">
        Your organisation signs you in: <strong>{domain}</strong>. It asks you for its own password, in a window beside
        this page. Neither this app nor Medplum sees it.
      </Text>
      <ProviderButton ref={button} auth={auth} signIn={{ ...provider, name: domain, returnTo }}>
        Continue to {domain}
      </ProviderButton>
    </Stack>
  );
}
