import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Outlet, useOutletContext } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import { PageTitle } from '#ui/page-parts.tsx';
import { ExchangeStep } from './exchange-step.tsx';
import { ExchangeSteps } from './exchange-steps.tsx';
import { ProviderStep } from './provider-step.tsx';
import type { ProviderSettings } from './settings.ts';
import { SignInStep } from './sign-in-step.tsx';
import { type TokenExchange, useTokenExchange } from './use-token-exchange.ts';
import { WhenToUseIt } from './when-to-use-it.tsx';
import './token-exchange.css';

/** This app signs in at the identity provider by itself, and shows what it does with the token that it gets. */
export function TokenExchangePage(): ReactNode {
  const exchange = useOutletContext<TokenExchange>();
  const { provider, held } = exchange;
  return (
    <Stack gap="xl">
      <Stack gap="xs">
        <PageTitle>Token exchange</PageTitle>
        <Text size="lg" c="dimmed" className="token-exchange-text">
          You sign in at {provider}, and this app gives Medplum the token that it got there for one of Medplum&rsquo;s
          own (RFC 8693).
        </Text>
      </Stack>
      <ExchangeSteps provider={provider} status={held.status} />
      {held.status === 'none' && <ProviderStep {...exchange} discarded={held.discarded} />}
      {held.status === 'provider' && <ExchangeStep {...exchange} facts={held.provider.facts} />}
      {held.status === 'exchanged' && <SignInStep {...exchange} {...held} />}
      <WhenToUseIt provider={provider} />
    </Stack>
  );
}

type TokenExchangeAreaProps = Readonly<{ auth: Auth; settings: ProviderSettings }>;

/** Both pages are inside it, so that the tokens outlive the way from one to the other, and nothing else. */
export function TokenExchangeArea({ auth, settings }: TokenExchangeAreaProps): ReactNode {
  return <Outlet context={useTokenExchange(auth, settings)} />;
}
