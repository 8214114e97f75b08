import type { ReactNode } from 'react';
import { Route } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import { lazyPage } from '#ui/lazy-page.ts';

const TokenExchangeArea = lazyPage(async () => (await import('./token-exchange-area.tsx')).TokenExchangeArea);
const TokenExchangePage = lazyPage(async () => (await import('./token-exchange-page.tsx')).TokenExchangePage);
const ProviderCallbackPage = lazyPage(async () => (await import('./provider-callback-page.tsx')).ProviderCallbackPage);

/** Token exchange, where the settings say that this app is itself a client of the identity provider. */
export function tokenExchangeRoutes(auth: Auth): ReactNode {
  const { identityProvider } = auth.settings;
  return (
    identityProvider?.direct && (
      <Route path="/token-exchange" element={<TokenExchangeArea auth={auth} provider={identityProvider.name} />}>
        <Route index element={<TokenExchangePage />} />
        <Route path="callback" element={<ProviderCallbackPage />} />
      </Route>
    )
  );
}
