import { createClient } from 'redis';

const connectTimeoutMs = 3_000;

/** What processes share: values that end by themselves, and locks. */
export type SharedStore = Readonly<{
  get: (key: string) => Promise<string | null>;
  set: (key: string, value: string, ttlMs: number) => Promise<void>;
  /** Takes the lock unless somebody holds it. It ends by itself when its holder dies. */
  lock: (key: string, holder: string, ttlMs: number) => Promise<boolean>;
  unlock: (key: string, holder: string) => Promise<void>;
}>;

export type RedisClient = ReturnType<typeof createRedisClient>;

/** Makes the connection to Redis; it connects when it is told to, and again by itself after that. */
export function createRedisClient(url: string) {
  const client = createClient({ url, socket: { connectTimeout: connectTimeoutMs }, disableOfflineQueue: true });
  // Without a listener, a lost connection would end the process. Requests that need Redis fail by themselves.
  client.on('error', () => undefined);
  return client;
}

/** Connects, or says within a few seconds that nobody answers. */
export async function connect(client: RedisClient, timeoutMs = connectTimeoutMs): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no Redis answers at REDIS_URL')), timeoutMs);
  try {
    await Promise.race([client.connect(), promise]);
  } catch (error) {
    client.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

// Compared and deleted in one step: the lock may have ended, and be another's by now.
const deleteOwn = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";

export function createSharedStore(client: RedisClient): SharedStore {
  return {
    get: async (key) => client.get(key),
    set: async (key, value, ttlMs) => {
      await client.set(key, value, { expiration: { type: 'PX', value: ttlMs } });
    },
    lock: async (key, holder, ttlMs) => {
      const answer = await client.set(key, holder, { condition: 'NX', expiration: { type: 'PX', value: ttlMs } });
      return answer === 'OK';
    },
    unlock: async (key, holder) => {
      await client.eval(deleteOwn, { keys: [key], arguments: [holder] });
    },
  };
}
