import { Stack, Text } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import type { CardProps, DomainProvider, Elsewhere } from '#login/sign-in-feature.ts';

type OrganisationSignInProps = Pick<CardProps, 'auth' | 'returnTo'> &
  Readonly<{ elsewhere: Elsewhere; provider: DomainProvider }>;

/** For an address whose domain has an identity provider of its own. */
export function OrganisationSignIn({ elsewhere, provider, ...rest }: OrganisationSignInProps): ReactNode {
  const button = useRef<HTMLButtonElement>(null);
  const { name } = provider;
  useEffect(() => button.current?.focus(), []);
  return (
    <Stack>
      <Text role="status">
        Your organisation signs you in: <strong>{name}</strong>. It asks you for its own password, in a window beside
        this page. Neither this app nor Medplum sees it.
      </Text>
      <elsewhere.Button ref={button} provider={provider} {...rest}>
        Continue to {name}
      </elsewhere.Button>
    </Stack>
  );
}
