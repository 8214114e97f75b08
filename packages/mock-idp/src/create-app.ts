import type { ClientMetadata, Provider as OidcProvider } from 'oidc-provider';
import type { AccountDirectory } from '#account/account-directory.ts';
import { handleErrors } from '#http/handle-errors.ts';
import { pinOrigin } from '#http/pin-origin.ts';
import { securityHeaders } from '#http/security-headers.ts';
import { interactionRoutes } from '#interaction/interaction-routes.ts';
import { ownPages } from '#page/own-pages.ts';
import { providerConfiguration } from '#provider/configuration.ts';
import { Provider } from '#provider/oidc-provider.ts';
import type { SigningKeys } from '#provider/signing-keys.ts';

export type AppOptions = Readonly<{
  /** `iss` of every token and base of every URL, without a trailing slash. */
  issuer: string;
  accounts: AccountDirectory;
  clients: readonly ClientMetadata[];
  signingKeys: SigningKeys;
  cookieKeys: readonly string[];
  reportError: (error: unknown) => void;
}>;

/** Composes the provider: oidc-provider with this package's pages before it. It listens to nothing yet. */
export function createApp(options: AppOptions): OidcProvider {
  const { issuer, accounts, reportError } = options;
  const provider = new Provider(issuer, providerConfiguration(options));
  provider.on('server_error', (_ctx, error) => reportError(error));
  // What is left for Koa to print are connections that broke off, and those are nobody's error.
  provider.silent = true;
  provider.proxy = true;
  provider.use(pinOrigin(issuer));
  provider.use(securityHeaders);
  provider.use(handleErrors(reportError));
  provider.use(ownPages);
  provider.use(interactionRoutes(provider, accounts));
  return provider;
}
