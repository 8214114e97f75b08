import { Route } from 'react-router';
import { OfferedWays } from '#login/offered-ways.tsx';
import type { SignInFeature } from '#login/sign-in-feature.ts';
import { lazyPage, lazyPart } from '#ui/page-parts.tsx';
import { isInSignInWindow, pendingExternalAttempt } from './external-attempt.ts';
import type { IdentityProviderSettings } from './settings.ts';

const ProviderButton = lazyPart(async () => (await import('./provider-button.tsx')).ProviderButton);
const UnfinishedNotice = lazyPart(async () => (await import('./unfinished-notice.tsx')).UnfinishedNotice);
const ProviderPage = lazyPage(async () => (await import('./provider-page.tsx')).ProviderPage);
const ProviderCallback = lazyPage(async () => (await import('./provider-callback.tsx')).ProviderCallback);

const name = 'identity-provider';

/** An identity provider that Medplum knows: by a button, where the settings name one, or by the domain of an address. */
export const identityProvider: SignInFeature = {
  name,
  SignInWays: OfferedWays,
  routes: (auth) => <Route path="/sign-in/provider" element={<ProviderPage auth={auth} />} />,
  callback: {
    isMine: (auth) => isInSignInWindow(auth.tabStorage) || pendingExternalAttempt(auth.tabStorage) !== undefined,
    Page: ProviderCallback,
  },
  SignInNotice: UnfinishedNotice,
  accountButton: ({ auth, returnTo }) => {
    const provider = auth.featureSettings[name] as IdentityProviderSettings | undefined;
    return (
      provider && (
        <ProviderButton auth={auth} signIn={{ ...provider, returnTo }} variant="default">
          Continue with {provider.name}
        </ProviderButton>
      )
    );
  },
  elsewhere: {
    findProvider: async (auth, email) => {
      const [{ context }, { findDomainProvider }] = await Promise.all([
        auth.connect(),
        import('./find-domain-provider.ts'),
      ]);
      return findDomainProvider(context, email);
    },
    Button: ({ auth, provider, returnTo, children, ref }) => (
      <ProviderButton ref={ref} auth={auth} signIn={{ ...provider, returnTo }}>
        {children}
      </ProviderButton>
    ),
  },
  failures: async () => (await import('#login/failures.ts')).failures,
};
