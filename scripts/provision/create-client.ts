import { createHash, randomBytes } from 'node:crypto';
import { ClientStorage, MedplumClient, MemoryStorage } from '@medplum/core';

/** Which server, and how requests are sent. */
export type Server = Readonly<{ baseUrl: string; fetch: typeof fetch }>;

/** What a sign-in carries, so that its code is of use to nobody else (RFC 7636). */
export type CodeChallenge = Readonly<{ codeChallenge: string; codeChallengeMethod: 'S256' }>;

/** Makes a client that can sign a person in. The SDK makes its own challenge in browsers alone. */
export function createClient(server: Server): Readonly<{ medplum: MedplumClient; challenge: CodeChallenge }> {
  const storage = new ClientStorage(new MemoryStorage());
  const verifier = randomBytes(32).toString('base64url');
  storage.setString('codeVerifier', verifier);
  const codeChallenge = createHash('sha256').update(verifier).digest('base64url');
  return {
    // A request is sent once: the SDK would repeat a POST after a 500, and make things twice.
    medplum: new MedplumClient({ ...server, storage, cacheTime: 0, maxRetries: 0 }),
    challenge: { codeChallenge, codeChallengeMethod: 'S256' },
  };
}
