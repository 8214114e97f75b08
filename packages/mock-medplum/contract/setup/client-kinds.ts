/** Where the project's clients have their users sent. Nothing listens there. */
export const redirectUri = 'http://localhost:3900/callback';

const redirects = { redirectUris: [redirectUri] };

/** How a client differs from one that was just made: by its own properties, by its membership, by its policy. */
export type ClientKind = Readonly<{
  name: string;
  client?: object;
  membership?: object;
  policy?: 'device' | 'blocked';
}>;

/** The project's clients, one of each kind that Medplum tells apart. */
export const clientKinds = {
  spa: { name: 'Public with PKCE', client: redirects },
  confidential: { name: 'Confidential without a policy', client: redirects },
  device: { name: 'Device with a tight policy', policy: 'device' },
  admin: { name: 'Admin', membership: { admin: true } },
  shortLived: { name: 'Short-lived', client: { ...redirects, accessTokenLifetime: '1s' } },
  off: { name: 'Off', client: { ...redirects, status: 'off' } },
  blocked: { name: 'Blocked by address', policy: 'blocked' },
  pkceOptional: { name: 'PKCE is optional', client: { ...redirects, pkceOptional: true } },
  refreshing: { name: 'Always with a refresh token', client: { ...redirects, grantType: ['refresh_token'] } },
  oneOrigin: { name: 'One origin', client: { ...redirects, allowedOrigin: ['https://good.example'] } },
  signer: { name: 'Signs assertions' },
  external: { name: 'Signs in elsewhere, by email', client: redirects },
  externalSubject: { name: 'Signs in elsewhere, by subject', client: redirects },
} as const satisfies Readonly<Record<string, ClientKind>>;

/** A kind of client. */
export type ClientName = keyof typeof clientKinds;
