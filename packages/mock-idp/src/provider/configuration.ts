import type { Client, ClientMetadata, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { accountClaims, claimsByScope } from '#account/account-claims.ts';
import type { AccountDirectory } from '#account/account-directory.ts';
import type { Context } from '#http/middleware.ts';
import { messagePage, signOutPage } from '#page/pages.ts';
import { renderError } from '#page/render-error.ts';
import { createMemoryAdapter } from './memory-adapter.ts';
import type { SigningKeys } from './signing-keys.ts';

export type ConfigurationOptions = Readonly<{
  accounts: AccountDirectory;
  clients: readonly ClientMetadata[];
  signingKeys: SigningKeys;
  /** Sign the cookies. */
  cookieKeys: readonly string[];
}>;

const hour = 3600;
const day = 24 * hour;

/** All that makes this provider differ from oidc-provider's defaults. */
export function providerConfiguration(options: ConfigurationOptions): Configuration {
  const { accounts, clients, signingKeys, cookieKeys } = options;
  return {
    adapter: createMemoryAdapter,
    clients,
    jwks: signingKeys,
    claims: claimsByScope,
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    // Medplum reads the e-mail address from the id_token and asks for no more.
    conformIdTokenClaims: false,
    findAccount: (_ctx, sub) => {
      const account = accounts.findBySub(sub);
      return account && { accountId: sub, claims: () => accountClaims(account) };
    },
    routes: { authorization: '/authorize', token: '/token', userinfo: '/userinfo', jwks: '/jwks' },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    cookies: {
      // A browser sends a host's cookies to all of its ports, so the names must differ from the apps'.
      names: { session: 'mock_idp_session', interaction: 'mock_idp_interaction', resume: 'mock_idp_resume' },
      keys: cookieKeys,
    },
    clientBasedCORS: isOriginOfPublicClient,
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: { logoutSource: renderSignOut, postLogoutSuccessSource: renderSignedOut },
    },
    renderError: (ctx, { error, error_description: description }) => renderError(ctx, ctx.status, error, description),
    ttl: {
      AccessToken: hour,
      IdToken: hour,
      RefreshToken: 14 * day,
      Interaction: hour,
      Session: day,
      Grant: 14 * day,
    },
  };
}

/** A browser may call the token and userinfo endpoints only from where a client without a secret lives. */
function isOriginOfPublicClient(
  _ctx: KoaContextWithOIDC,
  origin: string,
  { clientAuthMethod, redirectUris = [] }: Client,
): boolean {
  return clientAuthMethod === 'none' && redirectUris.some((uri) => URL.parse(uri)?.origin === origin);
}

/** Shows the question of `GET /session/end`. OpenID Connect RP-Initiated Logout 1.0 §2. */
function renderSignOut(ctx: Context, form: string): void {
  ctx.body = signOutPage(form);
}

/** Shows the end of a session that came with no address to return to. */
function renderSignedOut(ctx: Context): void {
  ctx.type = 'html';
  ctx.body = messagePage({ title: 'Signed out', lead: 'Your session at the identity provider has ended.' });
}
