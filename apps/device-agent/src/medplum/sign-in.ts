import type { MedplumClient } from '@medplum/core';
import { createMedplumClient, type MedplumClientOptions } from './client.ts';
import { clientSecret, type Credential } from './credential.ts';
import { MedplumError, refusalReason } from './error.ts';

/** Holds the machine's key: one MedplumClient, signed in when it is needed, for as long as the process lives. */
export type MedplumSession = Readonly<{
  /** Does something with the client, signed in. The SDK renews the token inside the next request, before it expires. */
  withClient: <T>(work: (client: MedplumClient) => Promise<T>) => Promise<T>;
}>;

type SessionOptions = MedplumClientOptions & Readonly<{ credential?: Credential }>;

export function createMedplumSession(options: SessionOptions): MedplumSession {
  const { settings, credential = clientSecret(settings.clientId, settings.clientSecret) } = options;
  const client = createMedplumClient(options);

  async function signIn(): Promise<void> {
    if (client.getActiveLogin()) {
      return;
    }
    try {
      await credential.signIn(client);
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
