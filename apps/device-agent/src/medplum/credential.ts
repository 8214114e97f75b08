import type { MedplumClient } from '@medplum/core';

/** One way to show Medplum who this machine is. */
export type Credential = Readonly<{
  name: 'private_key_jwt' | 'client_secret' | 'basic';
  /** @throws when Medplum refuses it or cannot be reached. */
  signIn: (client: MedplumClient) => Promise<void>;
}>;

/** The secret of a ClientApplication, exchanged for a token (RFC 6749 §4.4). */
export function clientSecret(clientId: string, secret: string): Credential {
  return { name: 'client_secret', signIn: async (client) => void (await client.startClientLogin(clientId, secret)) };
}
