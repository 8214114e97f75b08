import { Route } from 'react-router';
import { OfferedWays } from '#login/offered-ways.tsx';
import type { SignInFeature } from '#login/sign-in-feature.ts';
import type { Auth } from '#medplum/auth.ts';
import { lazyPage } from '#ui/page-parts.tsx';
import type { ProviderSettings } from './settings.ts';

const TokenExchangeArea = lazyPage(async () => (await import('./token-exchange-page.tsx')).TokenExchangeArea);
const TokenExchangePage = lazyPage(async () => (await import('./token-exchange-page.tsx')).TokenExchangePage);
const ProviderCallbackPage = lazyPage(async () => (await import('./provider-callback-page.tsx')).ProviderCallbackPage);

const name = 'token-exchange';

/** Token exchange (RFC 8693), where the settings say that this app is itself a client of the identity provider. */
export const tokenExchange: SignInFeature = {
  name,
  SignInWays: OfferedWays,
  routes: (auth) => {
    const settings = settingsOf(auth);
    return (
      settings && (
        <Route path="/token-exchange" element={<TokenExchangeArea auth={auth} settings={settings} />}>
          <Route index element={<TokenExchangePage />} />
          <Route path="callback" element={<ProviderCallbackPage />} />
        </Route>
      )
    );
  },
  otherWays: (auth) =>
    settingsOf(auth)
      ? [
          {
            to: '/token-exchange',
            title: 'Exchange the token of an identity provider',
            text: 'Shows both tokens, and what happens to them.',
          },
        ]
      : [],
  failures: async () => (await import('./failures.ts')).failures,
};

function settingsOf({ featureSettings }: Auth): ProviderSettings | undefined {
  return featureSettings[name] as ProviderSettings | undefined;
}
