import type { ReactNode } from 'react';
import { Outlet } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import { useTokenExchange } from './use-token-exchange.ts';

/** Both pages are inside it, so that the tokens outlive the way from one to the other, and nothing else. */
export function TokenExchangeArea({ auth, provider }: Readonly<{ auth: Auth; provider: string }>): ReactNode {
  return <Outlet context={useTokenExchange(auth, provider)} />;
}
