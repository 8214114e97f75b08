/** Where the project's clients have their users sent. Nothing listens there. */
export const REDIRECT_URI = 'http://localhost:3900/callback';

const REDIRECTS = { redirectUris: [REDIRECT_URI] };

/** How a client differs from one that was just made: by its own properties, by its membership, by its policy. */
export type ClientKind = Readonly<{
  name: string;
  client?: object;
  membership?: object;
  policy?: 'device' | 'blocked';
}>;

/** The project's clients, one of each kind that Medplum tells apart. */
export const CLIENT_KINDS = {
  spa: { name: 'Public with PKCE', client: REDIRECTS },
  confidential: { name: 'Confidential without a policy', client: REDIRECTS },
  device: { name: 'Device with a tight policy', policy: 'device' },
  admin: { name: 'Admin', membership: { admin: true } },
  shortLived: { name: 'Short-lived', client: { ...REDIRECTS, accessTokenLifetime: '1s' } },
  off: { name: 'Off', client: { ...REDIRECTS, status: 'off' } },
  blocked: { name: 'Blocked by address', policy: 'blocked' },
  pkceOptional: { name: 'PKCE is optional', client: { ...REDIRECTS, pkceOptional: true } },
  refreshing: { name: 'Always with a refresh token', client: { ...REDIRECTS, grantType: ['refresh_token'] } },
  oneOrigin: { name: 'One origin', client: { ...REDIRECTS, allowedOrigin: ['https://good.example'] } },
  signer: { name: 'Signs assertions' },
  external: { name: 'Signs in elsewhere, by email', client: REDIRECTS },
  externalSubject: { name: 'Signs in elsewhere, by subject', client: REDIRECTS },
} as const satisfies Readonly<Record<string, ClientKind>>;

/** A kind of client. */
export type ClientName = keyof typeof CLIENT_KINDS;
