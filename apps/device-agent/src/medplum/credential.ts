import type { ClientSettings } from '@auth-patterns/auth-config';
import type { MedplumClient } from '@medplum/core';

/** From the strongest down: a key that never leaves this machine, a secret that travels once an hour, one that always does. */
export const credentialNames = ['private_key_jwt', 'client_secret', 'basic'] as const;
export type CredentialName = (typeof credentialNames)[number];

/** One way to show Medplum who this machine is. */
export type Credential = Readonly<{
  name: CredentialName;
  /** @throws when Medplum refuses it or cannot be reached. */
  signIn: (client: MedplumClient) => Promise<unknown>;
}>;

/** Makes a credential for a client. `serverNow` is the time by the server's clock, in milliseconds. */
export type MakeCredential = (settings: ClientSettings, serverNow: () => number | Promise<number>) => Credential;

/** The secret of a ClientApplication, exchanged for a token (RFC 6749 §4.4). */
export const clientSecret: MakeCredential = ({ clientId, clientSecret: secret }) => ({
  name: 'client_secret',
  signIn: (client) => client.startClientLogin(clientId, secret),
});

/**
 * Puts the credentials that there are into the order of the ladder, and leaves out those that were not allowed. Without a
 * list, the strongest alone is used: each step down is somebody's decision.
 */
export function ladder(
  available: readonly Credential[],
  allowed: readonly CredentialName[] | undefined,
): readonly Credential[] {
  const ordered = credentialNames.flatMap((name) => available.find((credential) => credential.name === name) ?? []);
  return allowed ? ordered.filter(({ name }) => allowed.includes(name)) : ordered.slice(0, 1);
}
