import type { ClientMetadata, Provider as OidcProvider } from 'oidc-provider';
import { createAccountDirectory } from '#account/account-directory.ts';
import type { IdpAccount } from '#account/idp-account.ts';
import { controlRoutes } from '#control/control-routes.ts';
import { type Outage, refuseWhileDown } from '#control/outage.ts';
import type { GoogleClient } from '#google/google-clients.ts';
import type { GoogleKeys } from '#google/google-keys.ts';
import { googleRoutes } from '#google/google-routes.ts';
import type { Middleware } from '#http/middleware.ts';
import { type AudienceOptions, refuseForeignRequest } from '#http/refuse-foreign-request.ts';
import { securityHeaders } from '#http/security-headers.ts';
import { interactionRoutes } from '#interaction/interaction-routes.ts';
import { ownPages } from '#page/own-pages.ts';
import { allowMedplumTenants } from '#provider/allow-medplum-tenants.ts';
import { providerConfiguration } from '#provider/configuration.ts';
import { handleErrors } from '#provider/handle-errors.ts';
import { Provider } from '#provider/oidc-provider.ts';
import type { SigningKeys } from '#provider/signing-keys.ts';

export type AppOptions = Readonly<{
  /** `iss` of every token and base of every URL, without a trailing slash. */
  issuer: string;
  accounts: readonly IdpAccount[];
  clients: readonly ClientMetadata[];
  signingKeys: SigningKeys;
  cookieKeys: readonly string[];
  google: Readonly<{ clients: readonly GoogleClient[]; keys: GoogleKeys }>;
  outage: Outage;
  /** Serves `/mock/down`. */
  control: boolean;
  /** Lets the tenants of mock-medplum receive codes. */
  medplumTenants: boolean;
  reportError: (error: unknown) => void;
}> &
  AudienceOptions;

/** Composes the provider: oidc-provider with this package's pages before it. It does not listen. */
export function createApp(options: AppOptions): OidcProvider {
  const { issuer, accounts, google, outage, reportError } = options;
  const directory = createAccountDirectory(accounts);
  const provider = new Provider(issuer, providerConfiguration({ ...options, accounts: directory }));
  provider.on('server_error', (_ctx, error) => reportError(error));
  // Koa would print only broken connections, which are no error.
  provider.silent = true;
  provider.proxy = true;
  if (options.medplumTenants) {
    allowMedplumTenants(provider);
  }
  provider.use(pinOrigin(issuer));
  provider.use(securityHeaders);
  provider.use(handleErrors(reportError));
  provider.use(refuseForeignRequest(issuer, options));
  provider.use(ownPages);
  if (options.control) {
    provider.use(controlRoutes(outage));
  }
  provider.use(refuseWhileDown(outage));
  provider.use(googleRoutes({ ...google, accounts }));
  provider.use(interactionRoutes(provider, directory));
  return provider;
}

/**
 * Makes every URL that the provider builds begin with the issuer, whatever host the request names.
 *
 * oidc-provider takes scheme and host from these two headers when it trusts a proxy, which `createApp` tells it to.
 */
function pinOrigin(issuer: string): Middleware {
  const { host, protocol } = new URL(issuer);
  return async (ctx, next) => {
    ctx.req.headers['x-forwarded-host'] = host;
    ctx.req.headers['x-forwarded-proto'] = protocol.slice(0, -1);
    await next();
  };
}
