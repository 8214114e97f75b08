import type { ReactNode } from 'react';
import { Outlet } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import type { ProviderSettings } from './settings.ts';
import { useTokenExchange } from './use-token-exchange.ts';

type TokenExchangeAreaProps = Readonly<{ auth: Auth; settings: ProviderSettings }>;

/** Both pages are inside it, so that the tokens outlive the way from one to the other, and nothing else. */
export function TokenExchangeArea({ auth, settings }: TokenExchangeAreaProps): ReactNode {
  return <Outlet context={useTokenExchange(auth, settings)} />;
}
