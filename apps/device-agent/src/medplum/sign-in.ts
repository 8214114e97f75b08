import { parseJWTPayload, type MedplumClient } from '@medplum/core';
import { createMedplumClient, type MedplumClientOptions } from './client.ts';
import { clientSecret, type Credential, type CredentialName } from './credential.ts';
import { MedplumError, refusalReason } from './error.ts';

/** Holds the machine's key: one MedplumClient, signed in when it is needed, for as long as the process lives. */
export type MedplumSession = Readonly<{
  /** Does something with the client, signed in. The SDK renews the token inside the next request, before it expires. */
  withClient: <T>(work: (client: MedplumClient) => Promise<T>) => Promise<T>;
  /** Which credential is in use, and when its token is renewed, in milliseconds since the epoch. */
  state: () => Readonly<{ credential: CredentialName | undefined; renewsAt: number | undefined }>;
}>;

type SessionOptions = MedplumClientOptions &
  Readonly<{
    /** The strongest first. Default is the client secret alone. */
    credentials?: readonly Credential[];
    /** Told when a credential was refused and the next one is tried. */
    onStepDown?: (step: Readonly<{ from: CredentialName; to: CredentialName; reason: string }>) => void;
  }>;

export function createMedplumSession(options: SessionOptions): MedplumSession {
  const { settings, now, credentials = [clientSecret(settings, now)], onStepDown = () => undefined } = options;
  const client = createMedplumClient(options);
  const graceMs = settings.refreshGraceSeconds * 1000;
  let step = 0;

  async function signIn(): Promise<void> {
    const credential = credentials[step];
    // The SDK renews what it got for a secret, and knows nothing of keys.
    if (
      !credential ||
      (client.getActiveLogin() && (credential.name === 'client_secret' || client.isAuthenticated(graceMs)))
    ) {
      return;
    }
    try {
      await credential.signIn(client);
    } catch (error) {
      const reason = refusalReason(error);
      const refusal = reason ? new MedplumError('sign_in_refused', reason, { cause: error }) : error;
      await stepDown(credential, refusal);
    }
  }

  async function stepDown({ name: from }: Credential, refusal: unknown): Promise<void> {
    const next = credentials[step + 1];
    if (!next || !(refusal instanceof MedplumError) || refusal.code !== 'sign_in_refused') {
      throw refusal;
    }
    step += 1;
    onStepDown({ from, to: next.name, reason: refusal.message });
    await signIn();
  }

  return {
    withClient: async (work) => {
      await signIn();
      return work(client);
    },
    state: () => ({
      credential: credentials[step]?.name,
      renewsAt: renewalOf(client.getAccessToken(), graceMs),
    }),
  };
}

function renewalOf(token: string | undefined, graceMs: number): number | undefined {
  const { exp } = token ? (parseJWTPayload(token) as { exp?: number }) : {};
  return exp === undefined ? undefined : exp * 1000 - graceMs;
}
