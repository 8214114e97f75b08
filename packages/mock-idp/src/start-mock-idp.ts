import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClientMetadata } from 'oidc-provider';
import { demoIdpAccounts } from '#account/demo-accounts.ts';
import type { IdpAccount } from '#account/idp-account.ts';
import { createOutage } from '#control/outage.ts';
import { demoGoogleClients } from '#google/google-clients.ts';
import { generateGoogleKeys } from '#google/google-keys.ts';
import type { AudienceOptions } from '#http/refuse-foreign-request.ts';
import { type DemoAddresses, defaultSpaOrigin, demoIdpClients } from '#provider/demo-clients.ts';
import { generateSigningKeys } from '#provider/signing-keys.ts';
import { createApp } from './create-app.ts';
import { StartError } from './start-error.ts';
import { writeError } from './write-error.ts';

export type MockIdpOptions = DemoAddresses &
  AudienceOptions &
  Readonly<{
    /** Port on 127.0.0.1. Default is 0: any free one. */
    port?: number | undefined;
    /** Origin that every token and URL names. Default is `http://localhost:<port>`. */
    issuer?: string | undefined;
    /** Client metadata of RFC 7591. Default is Medplum and spa-client at `medplumUrl` and `spaOrigin`. */
    clients?: readonly ClientMetadata[] | undefined;
    /** Default is the demo clinic's people and a stranger. */
    accounts?: readonly IdpAccount[] | undefined;
    /** Serves `POST /mock/down` to programs of this machine. Default is false. */
    control?: boolean | undefined;
    /** Lets tenants of a mock of Medplum, at `<medplumUrl>t/<name>/`, receive codes too. Default is false. */
    medplumTenants?: boolean | undefined;
    /** Gets errors that no request should be able to cause. Default writes them to standard error. */
    reportError?: ((error: unknown) => void) | undefined;
  }>;

export type MockIdp = Readonly<{
  /** Issuer, without a trailing slash. `<issuer>/.well-known/openid-configuration` lists the rest. */
  issuer: string;
  /** While down, `/authorize`, `/token` and `/userinfo` answer 503. The stand-in for Google stays up. */
  setDown: (down: boolean) => void;
  /** Stops listening and ends open connections. */
  close: () => Promise<void>;
  [Symbol.asyncDispose]: () => Promise<void>;
}>;

/**
 * Starts an OpenID provider with keys, sessions and grants of its own, all in memory, and a stand-in for Google.
 *
 * @throws StartError `port_unavailable` when something else listens on the port.
 */
export async function startMockIdp(options: MockIdpOptions = {}): Promise<MockIdp> {
  const [signingKeys, googleKeys] = await Promise.all([generateSigningKeys(), generateGoogleKeys()]);
  const outage = createOutage();
  const server = createServer();
  const port = await listen(server, options.port ?? 0);
  const issuer = options.issuer ?? `http://localhost:${port}`;
  const app = createApp({
    issuer,
    accounts: options.accounts ?? demoIdpAccounts,
    clients: options.clients ?? demoIdpClients(options),
    signingKeys,
    cookieKeys: [randomBytes(32).toString('hex')],
    google: { clients: demoGoogleClients(options.spaOrigin ?? defaultSpaOrigin), keys: googleKeys },
    outage,
    control: options.control ?? false,
    medplumTenants: options.medplumTenants ?? false,
    reportError: options.reportError ?? writeError,
    allowedHosts: options.allowedHosts,
    allowedOrigins: options.allowedOrigins,
  });
  const handle = app.callback();
  server.on('request', (request, response) => void handle(request, response));
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => (closed ??= stop(server));
  return { issuer, setDown: outage.setDown, close, [Symbol.asyncDispose]: close };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw portUnavailable(port, cause);
  }
  return (server.address() as AddressInfo).port;
}

async function stop(server: Server): Promise<void> {
  const stopped = server[Symbol.asyncDispose]();
  server.closeAllConnections();
  await stopped;
}

function portUnavailable(port: number, cause: unknown): StartError {
  const { code } = cause as NodeJS.ErrnoException;
  const problem = code === 'EADDRINUSE' ? 'is taken. Stop what uses it, or choose' : `cannot be used (${code}). Choose`;
  return new StartError('port_unavailable', `Port ${port} ${problem} another with MOCK_IDP_PORT.`, { cause });
}
