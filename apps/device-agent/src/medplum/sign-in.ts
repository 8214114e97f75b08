import type { MedplumClient } from '@medplum/core';
import { createMedplumClient, type MedplumClientOptions } from './client.ts';
import { MedplumError, refusalReason } from './error.ts';

/** Holds the machine's key: one MedplumClient, signed in when it is needed, for as long as the process lives. */
export type MedplumSession = Readonly<{
  /** Does something with the client, signed in. The SDK renews the token inside the next request, before it expires. */
  withClient: <T>(work: (client: MedplumClient) => Promise<T>) => Promise<T>;
}>;

export function createMedplumSession(options: MedplumClientOptions): MedplumSession {
  const { clientId, clientSecret } = options.settings;
  const client = createMedplumClient(options);

  async function signIn(): Promise<void> {
    if (client.getActiveLogin()) {
      return;
    }
    try {
      await client.startClientLogin(clientId, clientSecret);
    } catch (error) {
      const reason = refusalReason(error);
      throw reason ? new MedplumError('sign_in_refused', reason, { cause: error }) : error;
    }
  }

  return {
    withClient: async (work) => {
      await signIn();
      return work(client);
    },
  };
}
