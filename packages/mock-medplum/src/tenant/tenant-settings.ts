import type { IdentityProvider } from '@medplum/fhirtypes';
import type { RateLimits } from './rate-limits.ts';

/** What a Medplum server is configured to do, under Medplum's own names. */
export type TenantSettings = Readonly<{
  /** False refuses `/auth/newuser` and `/auth/newproject`. */
  registerEnabled: boolean;
  /** Features of a project that `/auth/newproject` makes; Medplum's default is none. */
  defaultProjectFeatures: readonly string[];
  /** True lets everyone ask GraphQL for its schema, as the project feature `graphql-introspection` does. */
  introspectionEnabled: boolean;
  /** Requests a minute; absent means no limits. */
  rateLimits?: RateLimits | undefined;
  /** False refuses to fetch from `http:` and from addresses inside the server's network. */
  allowUnsafeOutbound: boolean;
  /** Outbound timeout, in milliseconds. */
  outboundTimeoutMs: number;
  /**
   * Header in which a proxy that ends TLS passes on the client's certificate, for example `x-amzn-mtls-clientcert`.
   * Absent means that there is no such proxy, and the mock ignores certificates in headers.
   */
  mtlsCertificateHeader?: string | undefined;
  /** Google sign-in; absent switches it off. */
  google?: GoogleSettings | undefined;
  /** Identity providers of the whole server; absent means none. */
  externalAuthProviders?: readonly ExternalAuthProvider[] | undefined;
}>;

/**
 * A provider of the whole server: its tokens work as access tokens, its users come back from it to `/auth/external` by
 * its `issuer`, and its access tokens are exchanged by its `clientId`.
 */
export type ExternalAuthProvider = Readonly<{
  issuer: string;
  /** Default is that of `identityProvider`. */
  clientId?: string | undefined;
  /** Medplum's older name of `identityProvider.userInfoUrl`. */
  userInfoUrl?: string | undefined;
  identityProvider?: IdentityProvider | undefined;
}>;

/** Google, or its stand-in. */
export type GoogleSettings = Readonly<{
  /** The client id that is good for every project. */
  clientId?: string | undefined;
  issuer: string;
  jwksUrl: string;
}>;

/** The settings of a stock Medplum, without its rate limits. */
export const defaultSettings: TenantSettings = {
  registerEnabled: true,
  defaultProjectFeatures: [],
  introspectionEnabled: false,
  allowUnsafeOutbound: true,
  outboundTimeoutMs: 5000,
};
