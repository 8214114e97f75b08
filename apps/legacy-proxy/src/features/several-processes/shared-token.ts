import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { RequestToken } from '#medplum/token-endpoint.ts';
import type { SharedStore } from './shared-store.ts';

export type SharedTokenOptions = Readonly<{
  store: SharedStore;
  clientId: string;
  /** Encrypts what is shared: whoever reads the store gets no token. */
  secret: string;
  next: RequestToken;
  /** How long one process may take, and the others wait for it. */
  lockMs?: number;
}>;

const pollMs = 50;

/**
 * Lets processes share a token: one asks Medplum, the others wait and read its answer. A process that holds the shared
 * token itself and asks again wants another one, since that is old or was refused.
 */
export function createSharedToken(options: SharedTokenOptions): RequestToken {
  const { store, clientId, secret, next, lockMs = 10_000 } = options;
  const key = Buffer.from(hkdfSync('sha256', secret, clientId, 'shared Medplum token', 32));
  const [tokenKey, lockKey] = [`legacy-proxy:token:${clientId}`, `legacy-proxy:token-lock:${clientId}`];
  let own: string | undefined;

  async function readShared(): Promise<Response | undefined> {
    const sealed = await store.get(tokenKey);
    const body = sealed && unseal(key, sealed);
    if (!body || body === own) {
      return undefined;
    }
    own = body;
    return new Response(body);
  }

  async function askAndShare(form: URLSearchParams): Promise<Response> {
    const answer = await next(form);
    if (!answer.ok) {
      return answer;
    }
    const body = await answer.text();
    own = body;
    const { expires_in: seconds = 0 } = JSON.parse(body) as { expires_in?: number };
    await store.set(tokenKey, seal(key, body), seconds * 1000);
    return new Response(body);
  }

  return async (form) => {
    const holder = randomUUID();
    const giveUpAtMs = performance.now() + lockMs;
    while (performance.now() < giveUpAtMs) {
      const shared = await readShared();
      if (shared) {
        return shared;
      }
      if (await store.lock(lockKey, holder, lockMs)) {
        try {
          // Another process may have finished between the reading and the lock.
          return (await readShared()) ?? (await askAndShare(form));
        } finally {
          await store.unlock(lockKey, holder);
        }
      }
      await wait(pollMs);
    }
    return next(form);
  };
}

function seal(key: Buffer, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** The text, or undefined when it was sealed with another secret. */
function unseal(key: Buffer, value: string): string | undefined {
  const bytes = Buffer.from(value, 'base64url');
  try {
    // With the length set, Node takes no shorter tag, which could be guessed.
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
