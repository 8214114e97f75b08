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
  /** After how many milliseconds another server is taken for dead. */
  outboundTimeoutMs: number;
  /**
   * Header in which a proxy that ends TLS passes on the client's certificate, for example `x-amzn-mtls-clientcert`.
   * Absent means that there is no such proxy, and certificates in headers are not believed.
   */
  mtlsCertificateHeader?: string | undefined;
  /** Who signs in with Google; absent means nobody. */
  google?: GoogleSettings | undefined;
  /** Providers whose JWTs are taken as access tokens; absent means none. */
  externalAuthProviders?: readonly ExternalAuthProvider[] | undefined;
}>;

/** Who issues external tokens, and who is asked whether they are good. */
export type ExternalAuthProvider = Readonly<{ issuer: string; userInfoUrl: string }>;

/** Google, or what stands in for it. */
export type GoogleSettings = Readonly<{
  /** The client id that is good for every project. */
  clientId?: string | undefined;
  issuer: string;
  jwksUrl: string;
}>;

/** As a stock Medplum, without its rate limits. */
export const defaultSettings: TenantSettings = {
  registerEnabled: true,
  defaultProjectFeatures: [],
  introspectionEnabled: false,
  allowUnsafeOutbound: true,
  outboundTimeoutMs: 5000,
};
